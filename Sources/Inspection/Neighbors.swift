// SPDX-License-Identifier: Apache-2.0

/// A word found near a vector.
public struct Neighbor: Equatable, Sendable {
  public let word: String
  /// The word's row in the table.
  public let row: Int
  /// Cosine of the angle to the vector asked for, from -1 to 1.
  public let similarity: Float
}

extension EmbeddingTable {
  /// The `count` words whose vectors point most nearly where this word's does.
  ///
  /// Most similar first, ties by row. Left out are the word itself and rows that are all zero, which
  /// point nowhere.
  ///
  /// - Throws: `InspectionError.unknownWord`, `.severalTokens`, `.severalUnits`, `.noDirection` when the word's own vector is zero, or
  ///   `.notFinite`.
  public func neighbors(
    of word: String, count: Int = 10
  ) throws(InspectionError) -> [Neighbor] {
    let row = try WordLookup(self).requireRow(of: word)
    try requireFinite()
    guard let direction = unitVector(row) else { throw .noDirection(words: [word]) }
    return nearest(to: direction, count: count, excluding: [row])
  }

  /// The words that complete "`a` is to `b` as `c` is to …".
  ///
  /// 3CosAdd on unit vectors (Mikolov, Yih and Zweig 2013; Levy and Goldberg 2014): those nearest to
  /// `b - a + c`, the three words left out; otherwise as `neighbors(of:count:)`.
  ///
  /// - Throws: `InspectionError.unknownWord`, `.severalTokens`, `.severalUnits`, `.noDirection` when `b - a + c` is zero or one of the
  ///   three has a zero vector, or `.notFinite`.
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
      // Behind its equals, whose rows come earlier.
      let place = best.firstIndex { $0.similarity < similarity } ?? best.count
      best.insert((row, similarity), at: place)
    }
    return best.map { Neighbor(word: words[$0.row], row: $0.row, similarity: $0.similarity) }
  }

  /// The cosine between a row and a unit vector, nothing for a row of zeros.
  private func cosine(of row: Int, to direction: [Double]) -> Float? {
    let values = vectors.span.extracting(row * dimension..<(row + 1) * dimension)
    // Eight sums each: one alone would wait for every addition.
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

  private func unitVector(_ row: Int) -> [Double]? { normalized(vector(row).map(Double.init)) }
}

/// The vector scaled to length one, nothing for a zero vector.
private func normalized(_ vector: [Double]) -> [Double]? {
  let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return length > 0 ? vector.map { $0 / length } : nil
}
