// SPDX-License-Identifier: Apache-2.0

import Text

/// Counts over the pairs of a corpus, for detecting columns that do not hold sentences.
package struct LayoutFacts: Sendable {
  private var pairs = 0
  private var identicalPairs = 0
  private var source = Side()
  private var target = Side()

  fileprivate struct Side {
    var numbers = 0
    var decimals = 0
    var languageCodes = 0
    var words = 0
    var tokens = 0
    /// True if a cell is other text. Then no count can reach the number of pairs, and counting ends.
    var holdsText = false
    /// Some of the distinct codes.
    var codes: Set<String> = []

    static let mostCodes = 64
  }

  package init() {}

  /// Counts a pair. `tokens` gives the number of tokens on each side.
  package mutating func add(
    _ source: Span<UInt8>, _ target: Span<UInt8>, tokens: (source: Int, target: Int)
  ) {
    let source = source.extracting(trimmed(source.indices, of: source))
    let target = target.extracting(trimmed(target.indices, of: target))
    pairs += 1
    if Self.areEqual(source, target) { identicalPairs += 1 }
    self.source.add(source, tokens: tokens.source)
    self.target.add(target, tokens: tokens.target)
  }

  package mutating func add(_ other: LayoutFacts) {
    pairs += other.pairs
    identicalPairs += other.identicalPairs
    source.add(other.source)
    target.add(other.target)
  }

  private static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    left.count == right.count && left.indices.allSatisfy { left[$0] == right[$0] }
  }
}

extension LayoutFacts.Side {
  mutating func add(_ cell: Span<UInt8>, tokens: Int) {
    self.tokens += tokens
    if holdsText { return }
    // In scripts without spaces, a sentence has no spaces but more than one token.
    if tokens == 1 && cell.count <= Self.longestWord { words += 1 }
    switch CellContent(cell) {
    case .number: numbers += 1
    case .decimal:
      numbers += 1
      decimals += 1
    case .languageCode:
      languageCodes += 1
      if codes.count < Self.mostCodes { codes.insert(String(cell.indices, of: cell)) }
      if tokens != 1 { words += 1 }
    case .word: if tokens != 1 { words += 1 }
    case nil: holdsText = tokens != 1
    }
  }

  mutating func add(_ other: Self) {
    numbers += other.numbers
    decimals += other.decimals
    languageCodes += other.languageCodes
    words += other.words
    tokens += other.tokens
    holdsText = holdsText || other.holdsText
    if codes.count < Self.mostCodes { codes.formUnion(other.codes) }
  }

  /// The maximum length of a single word, in bytes.
  private static let longestWord = 60
}

extension LayoutFacts {
  /// The minimum number of pairs for any conclusion.
  private static let fewestPairs = 2
  /// The minimum number of pairs for concluding from single words or identical sides, which a few
  /// pairs may have by chance.
  private static let fewestSentences = 10

  /// The problem that the layout almost certainly has; nil if there is none.
  package var problem: SuspectLayout.Problem? {
    guard pairs >= Self.fewestPairs else { return nil }
    for (side, facts) in [(0, source), (1, target)] {
      if let content = content(of: facts) { return .content(content, side: side) }
    }
    guard pairs >= Self.fewestSentences else { return nil }
    // At most one pair in fifty differs.
    if 50 * (pairs - identicalPairs) <= pairs {
      return .identical(pairs: identicalPairs, of: pairs)
    }
    for (side, facts, other) in [(0, source, target), (1, target, source)]
    where facts.words == pairs && other.words < pairs && other.tokens > 2 * pairs {
      return .content(.word, side: side)
    }
    return nil
  }

  private func content(of side: Side) -> SuspectLayout.Content? {
    if side.numbers == pairs { return side.decimals > 0 ? .score : .number }
    // Short words may look like codes by chance, but they do not repeat the same few.
    let fewCodes = max(1, pairs / 3)
    if side.languageCodes == pairs && side.codes.count <= min(fewCodes, Side.mostCodes - 1) {
      return .languageCode
    }
    return nil
  }
}
