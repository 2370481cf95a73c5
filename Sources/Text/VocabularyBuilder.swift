// SPDX-License-Identifier: Apache-2.0

/// Counts the tokens of a corpus and makes the vocabulary of the most frequent ones.
public struct VocabularyBuilder: Sendable {
  private(set) var table = TokenTable()
  private var counts: [Int] = []

  public init() {}

  /// Counts the tokens of a line.
  public mutating func add(_ tokens: some Sequence<String>) {
    for token in tokens { _ = count(token.utf8Span.span) }
  }

  /// Counts the tokens of a line.
  package mutating func add(_ tokens: TokenList) {
    tokens.forEach { _ = count($0) }
  }

  /// Counts a token and returns its number, by the order in which tokens came first.
  mutating func count(_ token: Span<UInt8>) -> Int32 {
    let number = table.intern(token)
    if Int(number) == counts.count { counts.append(0) }
    counts[Int(number)] += 1
    return number
  }

  /// The vocabulary of the tokens that came at least `minimumFrequency` times.
  ///
  /// - Parameters:
  ///   - minimumFrequency: At least 1.
  ///   - maximumSize: How many tokens to take at most, not counting the four special ones.
  /// - Returns: The vocabulary, whose `<unk>` counts the tokens that were left out.
  public func build(minimumFrequency: Int = 1, maximumSize: Int = .max) -> Vocabulary {
    let specials = Vocabulary.Special.tokens
    let reserved = Set(specials)
    let ranked = counts.indices
      .filter { counts[$0] >= minimumFrequency && !reserved.contains(table[$0]) }
      .sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : table.precedes($0, $1) }
      .prefix(maximumSize)
    var words = TokenTable()
    for special in specials { _ = words.intern(special.utf8Span.span) }
    for number in ranked { table.withToken(number) { _ = words.intern($0) } }
    let kept = ranked.map { counts[$0] }
    let unknown = counts.reduce(0, +) - kept.reduce(0, +)
    return Vocabulary(table: words, frequencies: [0, unknown, 0, 0] + kept)
  }
}
