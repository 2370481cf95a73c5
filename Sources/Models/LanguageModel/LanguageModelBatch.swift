// SPDX-License-Identifier: Apache-2.0

import Layers

/// A sequence of tokens for a language model: a window of a longer text, or a line of its own. Each
/// token except the first is predicted from those before it.
package struct LanguageModelExample: Sendable {
  /// At least two tokens. The last token of a window is the first of the next one.
  package let tokens: ArraySlice<Int32>
  /// True if the sequence starts from the initial state, false if from a state that is carried on
  /// from the window before.
  package let startsAfresh: Bool

  package init(_ tokens: ArraySlice<Int32>, startsAfresh: Bool) {
    precondition(tokens.count >= 2, "nothing to predict")
    self.tokens = tokens
    self.startsAfresh = startsAfresh
  }

  /// The number of predicted tokens.
  package var length: Int { tokens.count - 1 }
}

/// Sequences for a language model, one in each row of the states, sorted longest first.
package struct LanguageModelBatch: Sendable {
  /// All tokens of each sequence except the last.
  package let tokens: PackedTokens
  /// The token after each of `tokens`: `[N]`.
  package let targets: [Int32]
  /// The number of each row's sequence. It identifies the sequence for dropout; in windows, it is
  /// the number of the stream.
  package let numbers: [UInt32]
  /// True for each row that starts from the initial state.
  package let startsAfresh: [Bool]
  private let rowOfExample: [Int32]

  /// Each of `examples` has the number at its place in `numbers`.
  package init(_ examples: [LanguageModelExample], numbers: [UInt32]) {
    let order = longestFirst(examples.map(\.length))
    let sorted = order.map { examples[$0] }
    self.numbers = order.map { numbers[$0] }
    tokens = PackedTokens(sorted.map { Array($0.tokens.dropLast()) }, numbers: self.numbers)
    targets = PackedTokens(sorted.map { Array($0.tokens.dropFirst()) }, numbers: self.numbers).ids
    startsAfresh = sorted.map(\.startsAfresh)
    rowOfExample = inverse(of: order)
  }

  /// Returns the places in `targets` that belong to an example, in the order of its tokens.
  package func targetPlaces(ofExample example: Int) -> [Int] {
    let (lengths, row) = (tokens.lengths, Int(rowOfExample[example]))
    return (0..<lengths.lengths[row]).map { lengths.row(sentence: row, step: $0) }
  }
}
