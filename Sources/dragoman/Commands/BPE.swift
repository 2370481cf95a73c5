// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct BPE: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bpe",
    abstract: "Split words into subword units by byte-pair encoding.",
    discussion: """
      subword-nmt calls a file of merges codes; each program can read the files of the other. \
      'dragoman train --subwords N' learns and applies merges itself.
      """,
    subcommands: [Learn.self, Apply.self])
}
