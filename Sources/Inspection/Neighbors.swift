// SPDX-License-Identifier: Apache-2.0

/// A word near a vector.
public struct Neighbor: Equatable, Sendable {
  public let word: String
  /// The word's row in the table.
  public let row: Int
  /// The cosine of the angle to the vector, from -1 to 1.
  public let similarity: Float
}

extension EmbeddingTable {
  /// Returns the `count` words whose vectors have the most similar direction.
  ///
  /// The most similar is first; ties are in order of the rows. The word itself and zero vectors,
  /// which have no direction, are left out.
  ///
  /// - Throws: `InspectionError.unknownWord`, `.severalTokens`, `.severalUnits`, `.noDirection` if
  ///   the word's own vector is zero, or
  ///   `.notFinite`.
  public func neighbors(
    of word: String, count: Int = 10
  ) throws(InspectionError) -> [Neighbor] {
    let row = try WordLookup(self).requireRow(of: word)
    try requireFinite()
    guard let direction = unitVector(row) else { throw .noDirection(words: [word]) }
    return nearest(to: direction, count: count, excluding: [row])
  }

  /// Returns the words that complete "`a` is to `b` as `c` is to …".
  ///
  /// Uses 3CosAdd on unit vectors (Mikolov, Yih and Zweig 2013; Levy and Goldberg 2014): the words
  /// nearest to `b - a + c`, without the three words themselves; otherwise as
  /// `neighbors(of:count:)`.
  ///
  /// - Throws: `InspectionError.unknownWord`, `.severalTokens`, `.severalUnits`, `.noDirection` if
  ///   `b - a + c` or the vector of one of the three words is zero, or `.notFinite`.
  public func analogy(
    _ a: String, _ b: String, _ c: String, count: Int = 10
  ) throws(InspectionError) -> [Neighbor] {
    let lookup = WordLookup(self)
    let rowA = try lookup.requireRow(of: a)
    let rowB = try lookup.requireRow(of: b)
    let rowC = try lookup.requireRow(of: c)
    try requireFinite()
    guard let unitA = unitVector(rowA), let unitB = unitVector(rowB), let unitC = unitVector(rowC),
      let direction = normalized((0..<dimension).map { unitB[$0] - unitA[$0] + unitC[$0] })
    else { throw .noDirection(words: [a, b, c]) }
    return nearest(to: direction, count: count, excluding: [rowA, rowB, rowC])
  }

  private func nearest(to direction: [Double], count: Int, excluding: Set<Int>) -> [Neighbor] {
    var best: [(row: Int, similarity: Float)] = []
    for row in words.indices {
      guard let similarity = cosine(of: row, to: direction), !excluding.contains(row),
        best.count < count || similarity > best.last?.similarity ?? .infinity
      else { continue }
      if best.count == count { best.removeLast() }
      // After equal ones, whose rows are lower.
      let place = best.firstIndex { $0.similarity < similarity } ?? best.count
      best.insert((row, similarity), at: place)
    }
    return best.map { Neighbor(word: words[$0.row], row: $0.row, similarity: $0.similarity) }
  }

  /// Returns the cosine between a row and a unit vector; nil for a row of zeros.
  private func cosine(of row: Int, to direction: [Double]) -> Float? {
    let values = vectors.span.extracting(row * dimension..<(row + 1) * dimension)
    // Eight partial sums each, so that an addition need not wait for the one before.
    let width = SIMD8<Double>.scalarCount
    var (products, squares) = (SIMD8<Double>(), SIMD8<Double>())
    let tail = dimension / width * width
    for first in stride(from: 0, to: tail, by: width) {
      var (value, along) = (SIMD8<Double>(), SIMD8<Double>())
      for lane in 0..<width {
        value[lane] = Double(values[first + lane])
        along[lane] = direction[first + lane]
      }
      products += value * along
      squares += value * value
    }
    var (product, square) = (products.sum(), squares.sum())
    for column in tail..<dimension {
      let value = Double(values[column])
      product += value * direction[column]
      square += value * value
    }
    return square > 0 ? Float(product / square.squareRoot()) : nil
  }

  func unitVector(_ row: Int) -> [Double]? { normalized(vector(row).map(Double.init)) }
}

/// Scales the vector to length one; nil for a zero vector.
func normalized(_ vector: [Double]) -> [Double]? {
  let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return length > 0 ? vector.map { $0 / length } : nil
}
