// SPDX-License-Identifier: Apache-2.0

package import Text

/// The pair, epoch and seed of a sentence, which determine the random choices that training makes
/// for it.
package struct SentencePlace: Sendable {
  /// The number of the pair in the corpus.
  package let pair: Int
  package let epoch: Int
  package let seed: UInt64
}

/// A mapping from sentences stored as token numbers to ids.
package protocol SentenceEncoding: Sendable {
  /// The share of the tokens of the text without an id of their own.
  var unknownShare: Double { get }

  func encode(_ numbers: Span<Int32>, _ place: SentencePlace) -> [Int32]
}

/// Parallel sentences as ids, without the special tokens that begin and end them. Sentence i of the
/// source is paired with sentence i of the target.
package struct EncodedCorpus: Sendable {
  private let pairs: PairFile
  private let source: any SentenceEncoding
  private let target: any SentenceEncoding

  init(_ pairs: PairFile, source: any SentenceEncoding, target: any SentenceEncoding) {
    self.pairs = pairs
    self.source = source
    self.target = target
  }

  package var count: Int { pairs.count }

  /// The share of the tokens that are missing from the vocabularies.
  package var unknownShare: (source: Double, target: Double) {
    (source.unknownShare, target.unknownShare)
  }

  /// Returns the number of ids of each pair in an epoch: those of both sides and one end token per
  /// side.
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

  /// Reads the pairs with these numbers from the file and returns their ids in an epoch.
  package func pairs(
    _ numbers: some Sequence<some BinaryInteger>, epoch: Int = 0, seed: UInt64 = 0
  ) -> [(source: ArraySlice<Int32>, target: ArraySlice<Int32>)] {
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

/// A table that maps the token numbers of a corpus to ids in a vocabulary.
struct TokenIDs: SentenceEncoding {
  /// The id of each token number.
  private let ids: [Int32]
  /// The share of the tokens of the text without an id of their own; repeated tokens count each
  /// time.
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

extension VocabularyBuilder {
  /// Returns an encoding that maps each token of the table to its id in the vocabulary.
  package func ids(in vocabulary: Vocabulary) -> any SentenceEncoding {
    var (ids, counts): ([Int32], [Int]) = ([], [])
    for number in 0..<tokenCount {
      withToken(number) { token, count in
        ids.append(vocabulary.id(of: token) ?? Vocabulary.Special.unknown)
        counts.append(count)
      }
    }
    return TokenIDs(ids, counts: counts)
  }
}
