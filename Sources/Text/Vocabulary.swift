// SPDX-License-Identifier: Apache-2.0

/// The tokens that a model knows, each with an id and how often the corpus held it.
///
/// Ids 0–3 are the special tokens; then come the words by falling count, ties by code point.
public struct Vocabulary: Sendable, Equatable {
  /// The tokens that stand for no text.
  public enum Special {
    /// Fills rows that are too short.
    public static let padding: Int32 = 0
    /// Stands for every token that the vocabulary lacks.
    public static let unknown: Int32 = 1
    /// Begins a target sentence.
    public static let start: Int32 = 2
    /// Ends a sentence.
    public static let end: Int32 = 3
    /// How the special tokens are written, by id.
    public static let tokens = ["<pad>", "<unk>", "<s>", "</s>"]
  }

  let table: TokenTable
  let frequencies: [Int]

  init(table: TokenTable, frequencies: [Int]) {
    self.table = table
    self.frequencies = frequencies
  }

  /// The count of tokens, with the four special ones.
  public var count: Int { table.count }

  /// The token of an id.
  public subscript(id: Int32) -> String { table[Int(id)] }

  /// How often the corpus held the token; for `<unk>`, the words that were left out.
  public func frequency(of id: Int32) -> Int { frequencies[Int(id)] }

  /// The id of a token of text; nil when the vocabulary lacks it.
  ///
  /// Text never becomes a special token: for `"<s>"` the answer is nil. Their ids are in `Special`.
  public func id(of token: String) -> Int32? { id(of: token.utf8Span.span) }

  /// The ids of tokens of text, `Special.unknown` for those that the vocabulary lacks.
  public func ids(of tokens: some Sequence<String>) -> [Int32] {
    tokens.map { id(of: $0) ?? Special.unknown }
  }

  /// The tokens of ids.
  public func tokens(of ids: some Sequence<Int32>) -> [String] { ids.map { self[$0] } }

  /// Whether both give the same ids to the same tokens.
  package func hasTokens(of other: Vocabulary) -> Bool {
    count == other.count
      && (0..<Int32(count)).allSatisfy { self[$0].utf8.elementsEqual(other[$0].utf8) }
  }

  /// The ids of a line's tokens, `Special.unknown` for those that the vocabulary lacks.
  package func ids(of tokens: TokenList) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(tokens.count)
    tokens.forEach { ids.append(id(of: $0) ?? Special.unknown) }
    return ids
  }

  package func id(of token: Span<UInt8>) -> Int32? {
    guard let id = table.find(token), id >= Special.tokens.count else { return nil }
    return id
  }
}
