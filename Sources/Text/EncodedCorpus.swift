// SPDX-License-Identifier: Apache-2.0

/// Parallel sentences as ids, without the special tokens that begin and end them: sentence i of the
/// source translates sentence i of the target.
package struct EncodedCorpus: Sendable {
  package typealias Pair = (source: ArraySlice<Int32>, target: ArraySlice<Int32>)

  private let pairs: PairFile
  private let sourceIDs: TokenIDs
  private let targetIDs: TokenIDs

  init(_ pairs: PairFile, source: TokenIDs, target: TokenIDs) {
    self.pairs = pairs
    sourceIDs = source
    targetIDs = target
  }

  package var count: Int { pairs.count }

  /// The share of the tokens that the vocabularies lack.
  package var unknownShare: (source: Double, target: Double) {
    (sourceIDs.unknownShare, targetIDs.unknownShare)
  }

  /// The pairs of these numbers, read from the file.
  package func pairs(_ numbers: some Sequence<some BinaryInteger>) -> [Pair] {
    let read = numbers.map { number in
      pairs.withPair(Int(number)) { source, target in
        (source: sourceIDs.encode(source)[...], target: targetIDs.encode(target)[...])
      }
    }
    pairs.releasePages()
    return read
  }
}

/// The ids in a vocabulary of the numbers that the tokens of a corpus have.
struct TokenIDs: Sendable {
  /// For each number.
  private let ids: [Int32]
  /// The share of the text, not of the numbers, that has no id of its own.
  let unknownShare: Double

  init(_ ids: [Int32], counts: [Int]) {
    self.ids = ids
    let unknown = zip(ids, counts).reduce(0) {
      $1.0 == Vocabulary.Special.unknown ? $0 + $1.1 : $0
    }
    unknownShare = Double(unknown) / Double(max(counts.reduce(0, +), 1))
  }

  func encode(_ numbers: Span<Int32>) -> [Int32] {
    numbers.indices.map { ids[Int(numbers[$0])] }
  }
}
