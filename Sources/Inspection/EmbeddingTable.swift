// SPDX-License-Identifier: Apache-2.0

/// Words, how often each was seen, and one vector a word.
public struct EmbeddingTable: Sendable {
  /// One word a row, each once.
  public let words: [String]
  /// Occurrences of each word in the training text.
  public let counts: [Int]
  /// Columns of `vectors`.
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

  /// The row of a word; canonically equivalent spellings are the same word.
  public func row(of word: String) -> Int? { words.firstIndex(of: word) }

  /// A table of the chosen rows, in the order given.
  public func selecting(_ rows: some Collection<Int>) -> EmbeddingTable {
    var chosen: [Float] = []
    chosen.reserveCapacity(rows.count * dimension)
    for row in rows { chosen.append(contentsOf: vector(row)) }
    return EmbeddingTable(
      words: rows.map { words[$0] }, counts: rows.map { counts[$0] }, dimension: dimension,
      vectors: chosen)
  }

  /// The vector of a row, `[dimension]`.
  func vector(_ row: Int) -> ArraySlice<Float> {
    vectors[row * dimension..<(row + 1) * dimension]
  }

  /// Refuses a table that holds a NaN or an infinity.
  func requireFinite() throws(InspectionError) {
    // The exponent of what is not finite is all ones. Integers, unlike a search, are compared several
    // at a time.
    let largest = vectors.reduce(0) { max($0, Int32(bitPattern: $1.bitPattern) & Int32.max) }
    guard largest >= Int32(Float.infinity.bitPattern),
      let place = vectors.firstIndex(where: { !$0.isFinite })
    else { return }
    let row = place / dimension
    throw .notFinite(word: words[row], row: row, column: place % dimension)
  }
}
