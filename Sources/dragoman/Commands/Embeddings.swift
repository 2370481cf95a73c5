// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Embeddings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Inspect the word vectors of a checkpoint.",
    subcommands: [
      PrincipalComponentsCommand.self, NeighborsCommand.self, AnalogyCommand.self,
      AnalogiesCommand.self, DifferencesCommand.self,
      ExportCommand.self,
    ])
}
