// SPDX-License-Identifier: Apache-2.0

package import Text

/// The merges of byte-pair encoding in the order that they were learned in: two units that become one
/// (Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", 2016).
///
/// Units begin as characters. The last unit of a word is written with `endOfWord` behind it, so that
/// `er` inside of a word and `er` at its end are two units.
public struct BytePairMerges: Sendable, Equatable {
  /// What stands behind the last unit of a word, as in `er</w>`.
  public static let endOfWord = "</w>"

  /// The units that merges name, numbered in the order they come.
  package private(set) var units = TokenTable()
  package private(set) var pairs: [Pair] = []

  /// Two units that stand side by side, by their numbers.
  package struct Pair: Sendable, Hashable {
    package let left, right: Int32
  }

  /// No merges: every character is a unit.
  public init() {}

  /// The count of merges.
  public var count: Int { pairs.count }

  /// The two units that merge `index` joins.
  public subscript(index: Int) -> (left: String, right: String) {
    (units[Int(pairs[index].left)], units[Int(pairs[index].right)])
  }

  /// Adds a merge behind the others.
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

  /// Learns at most `count` merges of each side by itself, or of both together.
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
  /// The bytes of a unit by its number.
  func bytes(of unit: Int32) -> [UInt8] {
    withToken(Int(unit)) { Subwords.bytes(of: $0) }
  }
}
