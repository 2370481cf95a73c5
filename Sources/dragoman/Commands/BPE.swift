// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct BPE: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bpe",
    abstract: "Cut words into units of byte-pair encoding.",
    discussion: """
      Files of merges are those that subword-nmt calls codes, in both directions. 'dragoman train \
      --subwords N' learns and applies merges itself.
      """,
    subcommands: [Learn.self, Apply.self])
}
