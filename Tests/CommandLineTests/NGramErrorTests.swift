// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Messages
import Models
import TestSupport
import Testing

/// N-gram models whose files are damaged.
struct NGramErrorTests {
  private static let advice =
    "The file is damaged or belongs to another model: copy it again, or train again."

  /// Trains a model of 3-grams, damages its file, and expects that commands refuse it.
  private func expect(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    after damage: (inout [StoredTensor]) -> Void
  ) throws {
    let directory = TemporaryDirectory()
    try FileManager.default.copyItem(
      atPath: ModelsWithoutEmbeddings.directory + "/trigrams", toPath: directory.path("m"))
    try StoredTensor.rewrite(directory.path("m/model.safetensors"), damage)
    for command in ["score m", "describe m", "sample m --seed 1"] {
      #expect(
        Dragoman.run(command, in: directory.path, input: "alpha\n")
          == failure(65, "m/model.safetensors: \(message).", Self.advice), "\(command)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func impossibleValues() throws {
    try expect("value 2 of tensor '1-grams.probabilities' is 1.5, which is not possible") {
      $0["1-grams.probabilities"].set(2, Float(1.5))
    }
    try expect("value 0 of tensor '3-grams.probabilities' is nan, which is not possible") {
      $0["3-grams.probabilities"].set(0, Float.nan)
    }
    try expect("value 1 of tensor 'discounts' is -1.0, which is not possible") {
      $0["discounts"].set(1, -1.0)
    }
    try expect("value 0 of tensor 'beginning' is 19, which is not possible") {
      $0["beginning"].set(0, Int32(19))
    }
  }

  @Test func valuesThatDoNotAscend() throws {
    try expect(
      "value 3 of tensor '1-grams.first_children' is too small compared with the value before it"
    ) { $0["1-grams.first_children"].set(2, Int32.max) }
    try expect("value 2 of tensor '2-grams.tokens' is too small compared with the value before it")
    {
      $0["2-grams.tokens"].set(1, Int32(18))
    }
  }

  @Test func aWrongNumberOfChildren() throws {
    try expect(
      "the last value of tensor '1-grams.first_children' is 2,000, but must be 28, the number of "
        + "n-grams that are one token longer"
    ) { $0["1-grams.first_children"].set(19, Int32(2000)) }
  }

  @Test func aBeginningThatIsTooLong() throws {
    try expect("tensor 'beginning' has 3 tokens, but must have fewer than 3") {
      $0["beginning"] = StoredTensor("beginning", shape: [3], [3, 3, 3] as [Int32])
    }
  }

  /// A file of other sizes than `config.json` says.
  @Test func otherSizes() throws {
    try expect("tensor 'discounts' has shape [2, 3], but must have [3, 3]") {
      $0["discounts"] = StoredTensor("discounts", shape: [2, 3], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    }
  }

  /// `config.json` rules these out for checkpoints.
  @Test(arguments: [
    (
      NGramModelError.Problem.orderOutOfRange(found: 17, allowed: 1...16),
      "the longest n-grams have 17 tokens, but must have 1 to 16"
    ),
    (
      .vocabularySizeOutOfRange(found: 0, allowed: 1...1 << 24),
      "the vocabulary has 0 tokens, but must have 1 to 16,777,216"
    ),
  ])
  func sizesOutOfRange(problem: NGramModelError.Problem, message: String) {
    #expect(
      NGramModelError(path: "f", problem: problem).explanation
        == ErrorText(.badData, "f: \(message).", advice: Self.advice))
  }
}
