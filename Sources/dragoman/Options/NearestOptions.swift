// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The search for the nearest lines of a corpus.
struct NearestOptions: ParsableArguments {
  @Option(
    name: .customLong("nearest"),
    help: ArgumentHelp(
      """
      Instead of the vector of each line, print the lines of this file that have the most similar vectors: number \
      of the input line, cosine similarity, number of the line in the file, and the line itself, separated by tabs.
      """, valueName: "file"))
  var corpus: String?

  @Option(
    name: .customLong("nearest-vectors"),
    help: ArgumentHelp(
      """
      With --nearest: the vectors of that file, written by 'dragoman encode --output' with the same checkpoint \
      and options (default: computed).
      """, valueName: "file"))
  var vectors: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --nearest: number of lines to print for each input line (default: \(Self.standardCount)).",
      valueName: "n"))
  var count: Int?

  private static let standardCount = 5

  var wanted: Int { count ?? Self.standardCount }

  func validate() throws {
    try require(count, in: 1...1000, "--count")
    if corpus != nil { return }
    if vectors != nil { throw ValidationError("--nearest-vectors needs --nearest.") }
    if count != nil { throw ValidationError("--count needs --nearest.") }
  }
}
