// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Compute
import Files
import Glibc

@main
enum Program {
  static func main() {
    // Closed pipes and file-size limits become errors of the write instead.
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
    OutOfMemory.handle { Failure.end(MemoryError(bytes: $0)) }
    var command: any ParsableCommand
    do {
      try KernelsError.check()
      try Train.checkSubcommand(of: "task", arguments)
      try Lecture.checkSubcommand(of: "lecture", arguments)
    } catch {
      Failure.end(error)
    }
    do {
      command = try DragomanCommand.parseAsRoot(arguments)
    } catch {
      if let missing = Train.missingTask(arguments) { Failure.end(missing) }
      DragomanCommand.exit(withError: error)
    }
    do {
      try command.run()
    } catch {
      Failure.end(error)
    }
  }

  /// The arguments without the name of the program. A file name may have bytes that are not UTF-8.
  static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      unsafe CommandLine.unsafeArgv[index].map { unsafe String(systemCString: $0) }
    }
  }
}

struct DragomanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dragoman",
    abstract:
      "Train translators, language models, classifiers, labellers and generators on your own data, use them, and inspect them.",
    discussion: """
      A first session:

        dragoman train --source train.de --target train.en \\
          --dev-source dev.de --dev-target dev.en --checkpoint checkpoints/de-en
        echo "Ein Mann kocht." | dragoman translate checkpoints/de-en
        dragoman evaluate checkpoints/de-en --source test.de --reference test.en
        dragoman embeddings neighbors checkpoints/de-en --side target man

      With a language model, which writes text of its own:

        dragoman train language-model --text shakespeare.txt \\
          --checkpoint checkpoints/shakespeare
        dragoman sample checkpoints/shakespeare "ROMEO:"

      With a classifier, which gives each line a label:

        dragoman train classifier --examples names.tsv --checkpoint checkpoints/names
        echo "Schmidt" | dragoman classify checkpoints/names

      With a labeller, which gives each word a label, such as its part of speech:

        dragoman train labeller --tokens train.conllu --checkpoint checkpoints/tagger
        echo "The cat sat ." | dragoman label checkpoints/tagger

      With a generator, which writes a text for a vector:

        dragoman train generator --vectors train.npy --target train.txt \\
          --checkpoint checkpoints/captions
        dragoman generate checkpoints/captions --vectors test.npy

      Results go to standard output, everything else to standard error.

      Exit status: 0 for success, 64 for wrong usage, 65 for bad data, 66 for missing input, \
      70 for a failed computation, 73 for output that cannot be created, 74 for a failed read or write, 130 \
      after Ctrl-C, 143 after SIGTERM, 129 if the terminal was closed.
      """,
    version: Version.text,
    subcommands: [
      Train.self, Translate.self, Sample.self, Complete.self, Classify.self, Label.self,
      Generate.self,
      Explain.self, Evaluate.self, Score.self, Encode.self, Activations.self, Gradients.self,
      Bottleneck.self, Embeddings.self, BuildVocabulary.self,
      Tokenize.self, BPE.self, Average.self, Describe.self, Report.self, Plot.self,
      MachineCommand.self,
      Lecture.self, SearchCells.self,
    ])
}
