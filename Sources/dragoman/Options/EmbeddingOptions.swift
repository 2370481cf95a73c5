// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Dragoman

/// The checkpoint and the side whose embeddings are inspected.
struct EmbeddingOptions: ParsableArguments {
  @OptionGroup var checkpoint: CheckpointArgument

  @Option(help: "For a translator: the vocabulary to use.")
  var side: Checkpoint.Side?

  func validate() throws {
    let given = GivenCheckpoints([checkpoint.directory])
    if side != nil && given.languageModel != nil { try given.refuseForText("--side") }
    if side == nil, let translator = given.translator {
      throw ValidationError("\(translator) is a translator: give --side source or --side target.")
    }
  }

  /// Loads the embeddings. `title` says whose they are.
  func load() throws -> (table: EmbeddingTable, title: String) {
    let directory = checkpoint.directory
    guard let side else {
      let model = try checkpoint.loadLanguageModel(for: "embeddings")
      return (try model.embeddings(), "\(directory), \(model.settings.text.unit.noun)s")
    }
    return (
      try checkpoint.load(for: "embeddings").embeddings(side),
      "\(directory), words of the \(side.rawValue)"
    )
  }
}

extension Checkpoint.Side: ExpressibleByArgument {}
