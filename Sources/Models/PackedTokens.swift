// SPDX-License-Identifier: Apache-2.0

package import Layers

/// The layout of several sequences in packed, time-major rows.
package struct PackedRows: Sendable {
  package let lengths: PackedLengths
  package let identities: RowIdentities

  /// `lengths` are sorted, longest first. `numbers` identify the sequences for dropout.
  package init(_ lengths: [Int], numbers: [UInt32]) {
    let lengths = PackedLengths(lengths)
    identities = RowIdentities(lengths, sentences: numbers)
    self.lengths = lengths
  }

  /// Returns the elements of all sequences in the order of the rows.
  package func packed<Element>(_ sequences: [[Element]]) -> [Element] {
    (0..<lengths.steps).flatMap { step in
      (0..<lengths.batchSizes[step]).map { sequences[$0][step] }
    }
  }
}

/// The token ids of several sentences in packed, time-major order.
package struct PackedTokens: Sendable {
  package let rows: PackedRows
  /// `[N]`
  package let ids: [Int32]

  package var lengths: PackedLengths { rows.lengths }
  package var identities: RowIdentities { rows.identities }

  /// `sentences` are sorted longest first. `numbers` identify them for dropout.
  package init(_ sentences: [[Int32]], numbers: [UInt32]) {
    rows = PackedRows(sentences.map(\.count), numbers: numbers)
    ids = rows.packed(sentences)
  }

  /// Returns the same sentences with the tokens `ids` in place of these.
  func replacing(_ ids: [Int32]) -> PackedTokens {
    PackedTokens(rows, ids)
  }

  /// `ids` has the id of each row.
  init(_ rows: PackedRows, _ ids: [Int32]) {
    precondition(ids.count == rows.lengths.rows)
    self.rows = rows
    self.ids = ids
  }
}

/// Returns the order that sorts by decreasing length. Ties keep their order.
package func longestFirst(_ lengths: [Int]) -> [Int] {
  lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
}

/// The ids that mark the start and the end of a sentence.
package struct SentenceMarkers: Sendable {
  package let start: Int32
  package let end: Int32

  package init(start: Int32, end: Int32) {
    self.start = start
    self.end = end
  }

  /// Returns the encoder's input: the words, reversed if asked for, and the end token.
  package func encoderInput(_ source: some Collection<Int32>, reversed: Bool) -> [Int32] {
    (reversed ? Array(source.reversed()) : Array(source)) + [end]
  }
}

/// Sentences for the encoder, sorted by length.
package struct SourceBatch: Sendable {
  package let tokens: PackedTokens
  /// The row of each sentence, in the original order.
  package let rowOfSentence: [Int32]

  /// - Parameters:
  ///   - inputs: The encoder inputs, including the end token.
  ///   - numbers: The numbers that identify the sentences for dropout.
  package init(_ inputs: [[Int32]], numbers: [UInt32]) {
    let order = longestFirst(inputs.map(\.count))
    tokens = PackedTokens(order.map { inputs[$0] }, numbers: order.map { numbers[$0] })
    rowOfSentence = inverse(of: order)
  }
}

/// Sentence pairs for training: given the reference words so far (teacher forcing), the decoder
/// predicts the next one.
package struct TranslationBatch: Sendable {
  package let source: SourceBatch
  /// The start token and the target words.
  package let decoderInput: PackedTokens
  /// The target words and the end token, in the rows of `decoderInput`: `[N]`.
  package let targets: [Int32]
  /// The encoder's row for each of the decoder's sentences, and the inverse.
  package let encoderRows, decoderRows: [Int32]
  /// The decoder's sentence of each pair.
  private let sentenceOfPair: [Int32]

  /// `numbers` identify the pairs for dropout.
  package init(
    _ pairs: [EncodedPair], numbers: [UInt32], markers: SentenceMarkers, reverseSource: Bool
  ) {
    source = SourceBatch(
      pairs.map { markers.encoderInput($0.source, reversed: reverseSource) }, numbers: numbers)
    let targets = pairs.map { $0.target + [markers.end] }.map(Array.init)
    let order = longestFirst(targets.map(\.count))
    sentenceOfPair = inverse(of: order)
    let orderedNumbers = order.map { numbers[$0] }
    decoderInput = PackedTokens(
      order.map { [markers.start] + targets[$0].dropLast() }, numbers: orderedNumbers)
    self.targets = PackedTokens(order.map { targets[$0] }, numbers: orderedNumbers).ids
    encoderRows = order.map { [rows = source.rowOfSentence] in rows[$0] }
    decoderRows = inverse(of: encoderRows.map(Int.init))
  }

  package var targetTokens: Int { targets.count }

  /// Returns the rows of `targets` that belong to a pair, in the order of its words.
  package func targetRows(ofPair pair: Int) -> [Int] {
    let (lengths, sentence) = (decoderInput.lengths, Int(sentenceOfPair[pair]))
    return (0..<lengths.lengths[sentence]).map { lengths.row(sentence: sentence, step: $0) }
  }
}

/// Returns the position of each index in `order`.
package func inverse(of order: [Int]) -> [Int32] {
  var places = [Int32](repeating: 0, count: order.count)
  for (place, index) in order.enumerated() { places[index] = Int32(place) }
  return places
}
