// SPDX-License-Identifier: Apache-2.0

/// Words with their counts and embeddings.
public struct EmbeddingTable: Sendable {
  /// The word of each row, all distinct: the token in the vocabulary, which may have joiners.
  public let words: [String]
  /// The spelling of each of `words` in text, without joiners.
  public let spellings: [String]
  /// The number of occurrences of each word in the training text.
  public let counts: [Int]
  /// The number of columns in `vectors`.
  public let dimension: Int
  /// Row-major `[words.count, dimension]`.
  public let vectors: [Float]
  let reading: Reading?

  /// Tokenizes a word from the user like the text behind the table.
  public typealias Reading = @Sendable (String) -> WrittenWord

  /// Without `spellings`, the words are their own spellings. Without `reading`, words are looked up
  /// unchanged.
  public init(
    words: [String], counts: [Int], dimension: Int, vectors: [Float], spellings: [String]? = nil,
    reading: Reading? = nil
  ) {
    precondition(dimension >= 1, "a vector has at least one column")
    precondition(counts.count == words.count, "one count per word")
    precondition(vectors.count == words.count * dimension, "one vector per word")
    precondition(spellings.map { $0.count == words.count } ?? true, "one spelling per word")
    self.words = words
    self.spellings = spellings ?? words
    self.reading = reading
    self.counts = counts
    self.dimension = dimension
    self.vectors = vectors
  }

  /// Returns a table of the given rows, in the given order.
  public func selecting(_ rows: some Collection<Int>) -> EmbeddingTable {
    var chosen: [Float] = []
    chosen.reserveCapacity(rows.count * dimension)
    for row in rows { chosen.append(contentsOf: vector(row)) }
    return EmbeddingTable(
      words: rows.map { words[$0] }, counts: rows.map { counts[$0] }, dimension: dimension,
      vectors: chosen, spellings: rows.map { spellings[$0] }, reading: reading)
  }

  /// Returns the rows of the most frequent words; a given vocabulary may be in any order.
  package func mostFrequent(_ count: Int) -> [Int] {
    let rows = words.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return Array(rows.prefix(count))
  }

  /// Returns the vector of a row, `[dimension]`.
  func vector(_ row: Int) -> ArraySlice<Float> {
    vectors[row * dimension..<(row + 1) * dimension]
  }

  /// - Throws: `InspectionError.notFinite` if the table holds a NaN or an infinity.
  func requireFinite() throws(InspectionError) {
    // The exponent of a number that is not finite is all ones. Comparing integers can be
    // vectorized; a search cannot.
    let largest = vectors.reduce(0) { max($0, Int32(bitPattern: $1.bitPattern) & Int32.max) }
    guard largest >= Int32(Float.infinity.bitPattern),
      let place = vectors.firstIndex(where: { !$0.isFinite })
    else { return }
    let row = place / dimension
    throw .notFinite(word: words[row], row: row, column: place % dimension)
  }
}
