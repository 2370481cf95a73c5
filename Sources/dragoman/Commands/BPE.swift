// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct BPE: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bpe",
    abstract: "Split words into subword units by byte-pair encoding.",
    discussion: """
      A file of merges is what subword-nmt calls 'codes'; each program can read the other's files. \
      'dragoman train --subwords N' learns and applies merges itself.
      """,
    subcommands: [Learn.self, Apply.self])
}
