// SPDX-License-Identifier: Apache-2.0

package import Text

/// The merges of byte-pair encoding, in the order in which they were learned. Each joins two units
/// to one (Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword
/// units", 2016).
///
/// Units start as characters. The last unit of a word ends in `endOfWord`, so that `er` within a
/// word and `er` at its end are different units.
public struct BytePairMerges: Sendable, Equatable {
  /// The suffix of the last unit of a word, as in `er</w>`.
  public static let endOfWord = "</w>"

  /// The units in the merges, numbered in the order of their first occurrence.
  package private(set) var units = TokenTable()
  package private(set) var pairs: [Pair] = []

  /// Two adjacent units, by their numbers.
  package struct Pair: Sendable, Hashable {
    package let left, right: Int32
  }

  /// Creates a list without merges: every character is a unit.
  public init() {}

  /// The number of merges.
  public var count: Int { pairs.count }

  /// The two units that the merge `index` joins.
  public subscript(index: Int) -> (left: String, right: String) {
    (units[Int(pairs[index].left)], units[Int(pairs[index].right)])
  }

  /// Appends a merge.
  package mutating func append(_ left: Span<UInt8>, _ right: Span<UInt8>) {
    pairs.append(Pair(left: units.intern(left), right: units.intern(right)))
  }
}

/// The merges of both sides.
public struct SubwordMerges: Sendable, Equatable {
  public let source, target: BytePairMerges

  public init(source: BytePairMerges, target: BytePairMerges) {
    self.source = source
    self.target = target
  }

  /// Learns at most `count` merges for each side, or for both together.
  package init(
    learning count: Int, source: VocabularyBuilder, target: VocabularyBuilder, jointly: Bool
  ) {
    if jointly {
      self.source = BytePairMerges(learning: count, from: [source, target])
      self.target = self.source
    } else {
      self.source = BytePairMerges(learning: count, from: [source])
      self.target = BytePairMerges(learning: count, from: [target])
    }
  }
}

extension TokenTable {
  /// Returns the bytes of the unit with the given number.
  func bytes(of unit: Int32) -> [UInt8] {
    withToken(Int(unit)) { Subwords.bytes(of: $0) }
  }
}
