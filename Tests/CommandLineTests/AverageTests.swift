// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `dragoman average`.
struct AverageTests {
  private static let flags =
    "\(ToyCorpus.training) \(ToyCorpus.development) \(ToyCorpus.small) --learning-rate 0.02"

  @Test func anAverageTranslates() throws {
    try withToyCorpus { directory throws in
      func run(_ command: String) -> ProcessResult {
        let result = Dragoman.run(command, in: directory)
        #expect(result.status == 0, "\(result.error)")
        return result
      }
      _ = run("train \(Self.flags) --checkpoint a --epochs 8")
      _ = run("train \(Self.flags) --checkpoint b --epochs 9")
      let result = run("average a b --output mean/of-two")
      #expect(result.error == "Wrote the average of 2 checkpoints to mean/of-two.\n")
      #expect(result.output.isEmpty)
      #expect(
        try names(in: directory + "/mean/of-two")
          == ["config.json", "model.safetensors", "source.vocab", "target.vocab"])
      let translated = Dragoman.run("translate mean/of-two", in: directory, input: "a b\n")
      #expect(translated.status == 0)
      #expect(translated.output.count { $0 == "\n" } == 1)
      #expect(
        run("describe mean/of-two").output
          .contains("\ntrained        the average of 2 checkpoints"))
      let resumed = Dragoman.run(
        "train \(Self.flags) --checkpoint mean/of-two --resume", in: directory)
      #expect(resumed.status == 66)
      #expect(
        resumed.error.hasSuffix(
          "\nError: mean/of-two/training-state.safetensors is missing, so training cannot "
            + "resume.\nThe checkpoint can still be used. --overwrite starts training from "
            + "scratch.\n"
        ))
      #expect(
        Dragoman.run("average a b --output b", in: directory)
          == failure(
            73, "b already contains a checkpoint.", "Give another directory for --output."))
    }
  }

  @Test(arguments: [
    ("--window 16", ["text.vocab"]), ("--model window --order 3", ["text.vocab"]),
    ("--unit subword --merges 6 --reset-state line", ["text.bpe", "text.vocab"]),
  ])
  func anAverageOfLanguageModelsPredicts(flags: String, assets: [String]) throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    ToyText.train("a", "\(flags) --epochs 1", in: directory.path)
    ToyText.train("b", "\(flags) --epochs 2 --dropout 0.1", in: directory.path)
    func run(_ command: String) -> ProcessResult {
      Dragoman.run(command, in: directory.path, input: "alpha bravo\n")
    }
    #expect(
      run("average a b --output mean")
        == ProcessResult(
          status: 0, output: "", error: "Wrote the average of 2 checkpoints to mean.\n"))
    #expect(
      try names(in: directory.path("mean")) == ["config.json", "model.safetensors"] + assets)
    #expect(run("score mean").output.wholeMatch(of: /-[0-9.]+\n/) != nil)
    #expect(run("sample mean --length 3 --seed 1").status == 0)
    let description = run("describe mean").output
    #expect(description.contains(/\ntrained +the average of 2 checkpoints/), "\(description)")
    let resumed = run(
      "train language-model --text text.txt --checkpoint mean --resume --threads 1")
    #expect(
      resumed
        == failure(
          66, "mean/training-state.safetensors is missing, so training cannot resume.",
          "The checkpoint can still be used. --overwrite starts training from scratch."))
  }

  @Test func languageModelsThatCannotBeAveraged() throws {
    let directory = TemporaryDirectory()
    try ToyText.write(to: directory.path)
    let models = [
      ("a", ""), ("model", "--hidden-size 9"), ("reset_state", "--reset-state line"),
      ("unit", "--unit codepoint"), ("words", "--unit word --window 4"),
      ("text.vocab", "--dev-share 0.3"), ("tokenizer", "--unit word --window 4 --language fr"),
    ]
    for (name, flags) in models {
      ToyText.train(name, "--max-steps 1 --window 16 \(flags)", in: directory.path)
    }
    func average(_ checkpoints: String) -> ProcessResult {
      Dragoman.run("average \(checkpoints) --output mean", in: directory.path)
    }
    for (first, other) in [
      ("a", "model"), ("a", "reset_state"), ("a", "unit"), ("a", "text.vocab"),
      ("words", "tokenizer"),
    ] {
      #expect(
        average("\(first) \(other)")
          == failure(
            65,
            "\(first) and \(other) differ in \(other), so their weights cannot be averaged.",
            "Give checkpoints of one run, or of runs that started from the same checkpoint."))
    }
    let trigrams = ModelsWithoutEmbeddings.directory + "/trigrams"
    for checkpoints in ["\(trigrams) \(trigrams)", "a \(trigrams)", "\(trigrams) a"] {
      #expect(
        average(checkpoints)
          == failure(
            65,
            "\(trigrams) is an n-gram model: it has counts instead of weights, so it cannot be averaged."
          ))
    }
    let translator = TrainedCheckpoint.directory + "/model"
    for checkpoints in ["a \(translator)", "\(translator) a"] {
      #expect(
        average(checkpoints)
          == failure(
            64, "\(translator) is a translator, but a is a language model.",
            "Give checkpoints of one task at a time."))
    }
    #expect(
      average("a text.txt")
        == failure(
          66, "text.txt is a file, not a checkpoint directory.",
          "To score it: dragoman score a --text text.txt"))
    #expect(try !names(in: directory.path).contains("mean"))
  }

  @Test func whatDiffersIsNamed() throws {
    try withToyCorpus { directory throws in
      for (name, flags) in [("a", ""), ("b", "--hidden-size 8"), ("c", "--reverse-source")] {
        let result = Dragoman.run(
          "train \(Self.flags) --checkpoint \(name) --max-steps 1 \(flags)", in: directory)
        #expect(result.status == 0, "\(result.error)")
      }
      for (other, part) in [("b", "model"), ("c", "reverse_source")] {
        #expect(
          Dragoman.run("average a \(other) --output mean", in: directory)
            == failure(
              65, "a and \(other) differ in \(part), so their weights cannot be averaged.",
              "Give checkpoints of one run, or of runs that started from the same checkpoint."))
      }
      #expect(
        Dragoman.run("average a nothing --output mean", in: directory).status == 66)
      #expect(try !names(in: directory).contains("mean"))
    }
  }
}
