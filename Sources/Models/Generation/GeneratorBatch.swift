// SPDX-License-Identifier: Apache-2.0

import Layers

/// A vector and the sequence that belongs to it.
package struct GeneratorExample: Sendable {
  /// `[D]`
  package let vector: [Float]
  let text: LanguageModelExample

  /// The number of predicted tokens.
  package var length: Int { text.length }

  /// `tokens` begin with the start token and end with the end token.
  package init(_ vector: [Float], tokens: [Int32]) {
    self.vector = vector
    text = LanguageModelExample(tokens[...], startsAfresh: true)
  }
}

/// Vectors and their sequences, sorted longest first.
package struct GeneratorBatch: Sendable {
  package let text: LanguageModelBatch
  /// The vectors in the order of the sequences, `[B, D]` row by row.
  let vectors: [Float]
  private let rowOfExample: [Int32]

  /// `numbers` identify the examples for dropout.
  package init(_ examples: [GeneratorExample], numbers: [UInt32]) {
    let order = longestFirst(examples.map(\.length))
    text = LanguageModelBatch(
      order.map { examples[$0].text }, numbers: order.map { numbers[$0] })
    vectors = order.flatMap { examples[$0].vector }
    rowOfExample = inverse(of: order)
  }

  /// Returns the places in `text.targets` that belong to an example, in the order of its tokens.
  package func targetPlaces(ofExample example: Int) -> [Int] {
    text.targetPlaces(ofExample: Int(rowOfExample[example]))
  }
}
