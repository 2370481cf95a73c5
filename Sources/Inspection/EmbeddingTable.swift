// SPDX-License-Identifier: Apache-2.0

/// Words with their counts and embeddings.
public struct EmbeddingTable: Sendable {
  /// The word of each row, all different.
  public let words: [String]
  /// The number of occurrences of each word in the training text.
  public let counts: [Int]
  /// The number of columns in `vectors`.
  public let dimension: Int
  /// Row-major `[words.count, dimension]`.
  public let vectors: [Float]

  public init(words: [String], counts: [Int], dimension: Int, vectors: [Float]) {
    precondition(dimension >= 1, "a vector has at least one column")
    precondition(counts.count == words.count, "one count a word")
    precondition(vectors.count == words.count * dimension, "one vector a word")
    self.words = words
    self.counts = counts
    self.dimension = dimension
    self.vectors = vectors
  }

  /// Returns the row of a word. Canonically equivalent spellings are the same word.
  public func row(of word: String) -> Int? { words.firstIndex(of: word) }

  /// Returns a table of the given rows, in the given order.
  public func selecting(_ rows: some Collection<Int>) -> EmbeddingTable {
    var chosen: [Float] = []
    chosen.reserveCapacity(rows.count * dimension)
    for row in rows { chosen.append(contentsOf: vector(row)) }
    return EmbeddingTable(
      words: rows.map { words[$0] }, counts: rows.map { counts[$0] }, dimension: dimension,
      vectors: chosen)
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
