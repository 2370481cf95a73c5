// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints

struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the configuration, sizes and training history of a checkpoint.",
    discussion: """
        dragoman describe checkpoints/de-en
        dragoman describe checkpoints/de-en --json
      """)

  @OptionGroup var checkpoint: CheckpointArgument

  @Flag(help: "Print a JSON object, with all entries of the history.")
  var json = false

  func run() throws {
    let directory = checkpoint.directory
    try requireCheckpoints([directory], for: "describe")
    switch try TaskName(CheckpointFiles(directory: directory).readTask()) {
    case .languageModel: try print(LanguageModelDescription(directory: directory).description)
    case .classifier: try print(LabelModelDescription(classifier: directory).description)
    case .labeller: try print(LabelModelDescription(labeller: directory).description)
    case .generator: try print(GeneratorDescription(directory: directory).description)
    // Reading a checkpoint of an unknown task reports it.
    case .translation, nil: try print(TranslatorDescription(directory: directory).description)
    }
  }

  private func print(_ description: CheckpointDescription<some TrainingRecord>) throws {
    try StandardOutput.print(json ? description.json : description.text)
  }
}
