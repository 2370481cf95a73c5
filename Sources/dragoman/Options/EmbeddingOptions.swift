// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Dragoman
import Messages

/// The checkpoint and the table whose embeddings are inspected.
struct EmbeddingOptions: ParsableArguments {
  @OptionGroup var checkpoint: CheckpointArgument

  @Option(help: "For a translator: the vocabulary to use.")
  var side: Checkpoint.Side?

  @Flag(help: "For a labeller: use the embeddings of characters, not those of tokens.")
  var characters = false

  private var given: GivenCheckpoints { GivenCheckpoints([checkpoint.directory]) }

  private var task: TaskName {
    given.task(
      chosenByOptions: side != nil ? .translation : characters ? .labeller : .languageModel)
  }

  func validate() throws {
    let (given, task) = (given, task)
    if task != .translation && side != nil {
      try given.refuse("--side", of: .translation, for: task)
    }
    if task != .labeller && characters {
      try given.refuse("--characters", of: .labeller, for: task)
    }
    if side == nil, let translator = given.translator {
      throw ValidationError("\(translator) is a translator: give --side source or --side target.")
    }
  }

  /// Loads the embeddings. `title` says whose they are.
  func load() throws -> (table: EmbeddingTable, title: String) {
    let directory = checkpoint.directory
    try requireCheckpoints([directory], for: "embeddings")
    let (table, words) = try table(of: directory)
    return (table, "\(directory), \(words)")
  }

  private func table(of directory: String) throws -> (EmbeddingTable, words: String) {
    switch task {
    case .translation:
      guard let side else { preconditionFailure("a side is required") }
      let model = try Checkpoint(directory: directory)
      return (model.embeddings(side), "words of the \(side.rawValue)")
    case .languageModel:
      let model = try LanguageModelCheckpoint(directory: directory)
      return (try model.embeddings(), model.settings.text.unit.noun + "s")
    case .classifier:
      let model = try ClassifierCheckpoint(directory: directory)
      return (try model.embeddings(), model.settings.text.unit.noun + "s")
    case .labeller:
      let model = try LabellerCheckpoint(directory: directory)
      return characters
        ? (try model.characterEmbeddings(), "characters") : (try model.embeddings(), "tokens")
    case .generator:
      let model = try GeneratorCheckpoint(directory: directory)
      return (model.embeddings(), model.settings.text.unit.noun + "s")
    }
  }
}

extension Checkpoint.Side: ExpressibleByArgument {}
