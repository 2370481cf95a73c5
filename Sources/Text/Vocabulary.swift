// SPDX-License-Identifier: Apache-2.0

/// The tokens that a model knows, each with an id and its count in the corpus.
///
/// Ids 0–3 are the special tokens. The words follow by decreasing count; ties are in code point
/// order.
public struct Vocabulary: Sendable, Equatable {
  /// The tokens that do not stand for text.
  public enum Special {
    /// Pads short rows.
    public static let padding: Int32 = 0
    /// Replaces every token that is not in the vocabulary.
    public static let unknown: Int32 = 1
    /// Begins a target sentence.
    public static let start: Int32 = 2
    /// Ends a sentence.
    public static let end: Int32 = 3
    /// The names of the special tokens, by id.
    public static let tokens = ["<pad>", "<unk>", "<s>", "</s>"]
  }

  let table: TokenTable
  let frequencies: [Int]

  init(table: TokenTable, frequencies: [Int]) {
    self.table = table
    self.frequencies = frequencies
  }

  /// The number of tokens, including the four special ones.
  public var count: Int { table.count }

  /// Returns the token of an id.
  public subscript(id: Int32) -> String { table[Int(id)] }

  /// Returns the count of a token in the corpus; for `<unk>`, that of all tokens that are not in
  /// the vocabulary.
  public func frequency(of id: Int32) -> Int { frequencies[Int(id)] }

  /// Returns the id of a token of text; nil if the vocabulary lacks it.
  ///
  /// Text never becomes a special token: `"<s>"` gives nil. The ids of special tokens are in
  /// `Special`.
  public func id(of token: String) -> Int32? { id(of: token.utf8Span.span) }

  /// Returns the ids of tokens of text, with `Special.unknown` for those that the vocabulary lacks.
  public func ids(of tokens: some Sequence<String>) -> [Int32] {
    tokens.map { id(of: $0) ?? Special.unknown }
  }

  /// Returns the tokens of ids.
  public func tokens(of ids: some Sequence<Int32>) -> [String] { ids.map { self[$0] } }

  /// Returns true if both give the same ids to the same tokens.
  package func hasTokens(of other: Vocabulary) -> Bool {
    count == other.count
      && (0..<Int32(count)).allSatisfy { self[$0].utf8.elementsEqual(other[$0].utf8) }
  }

  /// Returns the ids of a line's tokens, with `Special.unknown` for those that the vocabulary
  /// lacks.
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
