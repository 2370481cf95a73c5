// SPDX-License-Identifier: Apache-2.0

/// Counts the tokens of a corpus and builds the vocabulary of the most frequent ones.
public struct VocabularyBuilder: Sendable {
  private var table = TokenTable()
  private var counts: [Int] = []

  public init() {}

  /// Counts the tokens of a line.
  public mutating func add(_ tokens: some Sequence<String>) {
    for token in tokens { count(token.utf8Span.span) }
  }

  /// Creates a builder with the tokens of a table. `counts` may be shorter than the table; the
  /// remaining tokens have a count of 0.
  package init(_ tokens: SharedTokens, _ counts: TokenCounts) {
    table = tokens.all
    self.counts = counts.counts
    self.counts.append(contentsOf: repeatElement(0, count: table.count - self.counts.count))
  }

  /// Adds `times` to the count of a token; 0 registers it without counting it.
  package mutating func count(_ token: Span<UInt8>, times: Int = 1) {
    let number = Int(table.intern(token))
    if number == counts.count { counts.append(0) }
    counts[number] += times
  }

  /// The number of distinct tokens. They are numbered in order of first occurrence.
  package var tokenCount: Int { table.count }

  /// Calls `body` with the token of a number and its count.
  package func withToken<Result>(
    _ number: Int, _ body: (Span<UInt8>, _ count: Int) -> Result
  ) -> Result {
    table.withToken(number) { body($0, counts[number]) }
  }

  /// Joins the tokens of these numbers into text.
  package func text(of numbers: Span<Int32>) -> String {
    Tokenizer.detokenize(numbers.indices.map { table[Int(numbers[$0])] })
  }

  /// Builds the vocabulary of the tokens with a count of at least `minimumFrequency`.
  ///
  /// - Parameters:
  ///   - minimumFrequency: The minimum count; values below 1 mean 1.
  ///   - maximumSize: The maximum number of tokens, not counting the four special ones.
  /// - Returns: The vocabulary, in which the count of `<unk>` is that of all other tokens.
  public func build(minimumFrequency: Int = 1, maximumSize: Int = .max) -> Vocabulary {
    vocabulary(minimumFrequency: max(minimumFrequency, 1), maximumSize: maximumSize) { _ in false }
  }

  /// As `build`, but includes every token for which `isKept` returns true, even with a count of 0.
  package func vocabulary(
    minimumFrequency: Int, maximumSize: Int, keeping isKept: (Span<UInt8>) -> Bool
  ) -> Vocabulary {
    let specials = Vocabulary.Special.tokens
    let reserved = Set(specials)
    func comesFirst(_ left: Int, _ right: Int) -> Bool {
      counts[left] != counts[right]
        ? counts[left] > counts[right] : table.precedes(left, right)
    }
    var numbers = Array(counts.indices)
    numbers.removeAll { reserved.contains(table[$0]) }
    let firstOther = numbers.partition { number in !table.withToken(number, isKept) }
    let others = numbers[firstOther...].filter { counts[$0] >= minimumFrequency }
      .sorted(by: comesFirst).prefix(max(0, maximumSize - firstOther))
    let ranked = (numbers[..<firstOther] + others).sorted(by: comesFirst)
    var words = TokenTable()
    for special in specials { _ = words.intern(special.utf8Span.span) }
    for number in ranked { table.withToken(number) { _ = words.intern($0) } }
    let kept = ranked.map { counts[$0] }
    let unknown = counts.reduce(0, +) - kept.reduce(0, +)
    return Vocabulary(table: words, frequencies: [0, unknown, 0, 0] + kept)
  }
}
