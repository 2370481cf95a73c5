// SPDX-License-Identifier: Apache-2.0

/// Counts the tokens of a corpus and makes the vocabulary of the most frequent ones.
public struct VocabularyBuilder: Sendable {
  private var table = TokenTable()
  private var counts: [Int] = []

  public init() {}

  /// Counts the tokens of a line.
  public mutating func add(_ tokens: some Sequence<String>) {
    for token in tokens { count(token.utf8Span.span) }
  }

  /// The tokens of a table, of which the first ones have these counts and the others 0.
  init(_ tokens: SharedTokens, _ counts: TokenCounts) {
    table = tokens.all
    self.counts = counts.counts
    self.counts.append(contentsOf: repeatElement(0, count: table.count - self.counts.count))
  }

  /// Counts a token so many times more; one that comes no times is known with that count.
  package mutating func count(_ token: Span<UInt8>, times: Int = 1) {
    let number = Int(table.intern(token))
    if number == counts.count { counts.append(0) }
    counts[number] += times
  }

  /// The count of distinct tokens, which are numbered in the order they came.
  package var tokenCount: Int { table.count }

  /// Calls `body` with the token of a number and how often it came.
  package func withToken<Result>(
    _ number: Int, _ body: (Span<UInt8>, _ count: Int) -> Result
  ) -> Result {
    table.withToken(number) { body($0, counts[number]) }
  }

  /// What the tokens of these numbers come to when they are joined.
  func text(of numbers: Span<Int32>) -> String {
    Tokenizer.detokenize(numbers.indices.map { table[Int(numbers[$0])] })
  }

  /// The id that the vocabulary has for each token of the table.
  package func ids(in vocabulary: Vocabulary) -> any SentenceEncoding {
    TokenIDs(
      (0..<table.count).map { number in
        table.withToken(number) { vocabulary.id(of: $0) ?? Vocabulary.Special.unknown }
      }, counts: counts)
  }

  /// The vocabulary of the tokens that came at least `minimumFrequency` times.
  ///
  /// - Parameters:
  ///   - minimumFrequency: At least 1.
  ///   - maximumSize: How many tokens to take at most, not counting the four special ones.
  /// - Returns: The vocabulary, whose `<unk>` counts the tokens that were left out.
  public func build(minimumFrequency: Int = 1, maximumSize: Int = .max) -> Vocabulary {
    vocabulary(minimumFrequency: max(minimumFrequency, 1), maximumSize: maximumSize) { _ in false }
  }

  /// The same, with all tokens that `isKept` says, even where they come no times.
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
