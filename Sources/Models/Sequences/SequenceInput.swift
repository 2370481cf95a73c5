// SPDX-License-Identifier: Apache-2.0

import Layers

/// A sequence as a sequence encoder reads it: tokens or vectors, at least one.
package struct SequenceExample: Sendable {
  /// The id of each token; empty for vectors.
  package let tokens: [Int32]
  /// The ids of each token's characters; empty if the model does not read them.
  package let spellings: [[Int32]]
  /// The vectors of all steps, end to end; empty for tokens.
  package let vectors: [Float]
  /// The number of steps.
  package let length: Int

  package init(tokens: [Int32], spellings: [[Int32]] = []) {
    precondition(!tokens.isEmpty && (spellings.isEmpty || spellings.count == tokens.count))
    (self.tokens, self.spellings, vectors, length) = (tokens, spellings, [], tokens.count)
  }

  /// `vectors` has `length` vectors of the same size.
  package init(vectors: [Float], length: Int) {
    precondition(length > 0 && !vectors.isEmpty && vectors.count % length == 0)
    (tokens, spellings, self.vectors, self.length) = ([], [], vectors, length)
  }

  /// Returns the steps of `range`, which is not empty.
  package func steps(_ range: Range<Int>) -> SequenceExample {
    if range == 0..<length { return self }
    if tokens.isEmpty {
      let size = vectors.count / length
      return SequenceExample(
        vectors: Array(vectors[range.lowerBound * size..<range.upperBound * size]),
        length: range.count)
    }
    return SequenceExample(
      tokens: Array(tokens[range]), spellings: spellings.isEmpty ? [] : Array(spellings[range]))
  }
}

/// Sequences for a sequence encoder, sorted longest first.
package struct SequenceInput: Sendable {
  package let rows: PackedRows
  /// The id of each row's token, `[N]`; empty for vectors.
  let ids: [Int32]
  /// The ids of each row's characters, `[N]`; empty if the model does not read them.
  let spellings: [[Int32]]
  /// `[N, D]`, row by row; empty for tokens.
  let vectors: [Float]
  /// The example in each place of the order.
  private let order: [Int]

  /// `numbers` identify the examples for dropout.
  package init(_ examples: [SequenceExample], numbers: [UInt32]) {
    let order = longestFirst(examples.map(\.length))
    let sorted = order.map { examples[$0] }
    rows = PackedRows(sorted.map(\.length), numbers: order.map { numbers[$0] })
    self.order = order
    ids = sorted.contains { $0.tokens.isEmpty } ? [] : rows.packed(sorted.map(\.tokens))
    spellings =
      sorted.contains { $0.spellings.isEmpty } ? [] : rows.packed(sorted.map(\.spellings))
    vectors = Self.packed(sorted, rows.lengths)
  }

  private static func packed(_ sorted: [SequenceExample], _ lengths: PackedLengths) -> [Float] {
    guard let first = sorted.first, !first.vectors.isEmpty else { return [] }
    let size = first.vectors.count / first.length
    return (0..<lengths.steps).flatMap { step in
      (0..<lengths.batchSizes[step]).flatMap {
        sorted[$0].vectors[step * size..<(step + 1) * size]
      }
    }
  }

  /// Returns values of the examples in the order of the sequences.
  package func sorted<Value>(_ values: [Value]) -> [Value] { order.map { values[$0] } }

  /// Returns values of the sequences in the order of the examples.
  package func unsorted<Value>(_ values: [Value]) -> [Value] {
    inverse(of: order).map { values[Int($0)] }
  }

  /// Returns values of the packed rows, for each example in the order of its steps.
  package func byExample<Value>(_ values: [Value]) -> [[Value]] {
    unsorted(
      rows.lengths.lengths.enumerated().map { sequence, length in
        (0..<length).map { values[rows.lengths.row(sentence: sequence, step: $0)] }
      })
  }
}
