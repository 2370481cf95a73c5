// SPDX-License-Identifier: Apache-2.0

/// Where a sentence stands, for what training does to it at random.
package struct SentencePlace: Sendable {
  /// The number of its pair in the corpus.
  package let pair: Int
  package let epoch: Int
  package let seed: UInt64
}

/// How sentences that are kept as numbers of tokens become ids.
package protocol SentenceEncoding: Sendable {
  /// The share of the text that has no id of its own.
  var unknownShare: Double { get }

  func encode(_ numbers: Span<Int32>, _ place: SentencePlace) -> [Int32]
}

/// Parallel sentences as ids, without the special tokens that begin and end them: sentence i of the
/// source translates sentence i of the target.
package struct EncodedCorpus: Sendable {
  package typealias Pair = (source: ArraySlice<Int32>, target: ArraySlice<Int32>)

  private let pairs: PairFile
  private let source: any SentenceEncoding
  private let target: any SentenceEncoding

  init(_ pairs: PairFile, source: any SentenceEncoding, target: any SentenceEncoding) {
    self.pairs = pairs
    self.source = source
    self.target = target
  }

  package var count: Int { pairs.count }

  /// The share of the tokens that the vocabularies lack.
  package var unknownShare: (source: Double, target: Double) {
    (source.unknownShare, target.unknownShare)
  }

  /// The tokens of each pair on both sides, with one that ends each, as an epoch sees them.
  package func tokenCounts(epoch: Int = 0, seed: UInt64 = 0) -> [Int32] {
    let counts = (0..<pairs.count).map { number in
      let place = SentencePlace(pair: number, epoch: epoch, seed: seed)
      if number.isMultiple(of: Self.pairsAtATime) { pairs.releasePages() }
      return pairs.withPair(number) {
        Int32(source.encode($0, place).count + target.encode($1, place).count + 2)
      }
    }
    pairs.releasePages()
    return counts
  }

  private static let pairsAtATime = 1 << 16

  /// The pairs of these numbers, read from the file, as an epoch sees them.
  package func pairs(
    _ numbers: some Sequence<some BinaryInteger>, epoch: Int = 0, seed: UInt64 = 0
  ) -> [Pair] {
    let read = numbers.map { number in
      let place = SentencePlace(pair: Int(number), epoch: epoch, seed: seed)
      return pairs.withPair(place.pair) { source, target in
        (
          source: self.source.encode(source, place)[...],
          target: self.target.encode(target, place)[...]
        )
      }
    }
    pairs.releasePages()
    return read
  }
}

/// The ids in a vocabulary of the numbers that the tokens of a corpus have.
struct TokenIDs: SentenceEncoding {
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

  func encode(_ numbers: Span<Int32>, _ place: SentencePlace) -> [Int32] {
    numbers.indices.map { ids[Int(numbers[$0])] }
  }
}
