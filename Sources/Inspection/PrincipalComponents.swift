// SPDX-License-Identifier: Apache-2.0

/// The directions in which a table varies most, and where its rows lie along them.
///
/// Exact and centred (Pearson 1901; Hotelling 1933): the eigenvectors of the covariance matrix,
/// which is summed in double precision. An eigenvector is defined up to sign; here the loading of
/// largest magnitude is positive, ties to the lowest column, so that runs agree.
public struct PrincipalComponents: Sendable {
  /// Number of components, K.
  public let count: Int
  /// Mean of each column, `[dimension]`.
  public let mean: [Double]
  /// Orthonormal directions by falling variance, row-major `[K, dimension]`.
  public let components: [Double]
  /// Variance along each component, `[K]`, with divisor `rows - 1`.
  public let explainedVariance: [Double]
  /// Share of the table's whole variance along each component, `[K]`; zeros when all rows are equal.
  public let explainedVarianceRatios: [Double]
  /// The rows of the table along the components, row-major `[rows, K]`.
  public let projection: [Float]

  /// Fits `count` components to all rows of a table.
  ///
  /// - Throws: `InspectionError.tooFewRows`, `.componentCount`, `.notFinite`, `.noConvergence` or
  ///   `.tooLarge`.
  public init(of table: EmbeddingTable, count: Int) throws(InspectionError) {
    let dimension = table.dimension
    let rows = table.words.count
    guard rows >= 2 else { throw .tooFewRows(found: rows) }
    let maximum = min(dimension, rows)
    guard (1...maximum).contains(count) else {
      throw .componentCount(requested: count, maximum: maximum)
    }
    try table.requireFinite()

    let mean = columnMeans(of: table)
    let covariance = covarianceTriangle(of: table, mean: mean)
    let total = (0..<dimension).reduce(0) { $0 + covariance[$1 * (dimension + 1)] }
    let (eigenvalues, eigenvectors) = try largestEigenpairs(
      of: covariance, order: dimension, count: count)

    self.count = count
    self.mean = mean
    // LAPACK's order is ascending; rounding can make a zero eigenvalue slightly negative.
    components = (0..<count).reversed().flatMap {
      withFixedSign(eigenvectors[$0 * dimension..<($0 + 1) * dimension])
    }
    explainedVariance = eigenvalues.reversed().map { max(0, $0) }
    explainedVarianceRatios = explainedVariance.map { total > 0 ? $0 / total : 0 }
    projection = project(table, mean: mean, onto: components)
    if let place = projection.firstIndex(where: { !$0.isFinite }) {
      throw .tooLarge(word: table.words[place / count])
    }
  }
}

/// The eigenvector or its opposite: the one whose largest loading is positive.
///
/// Loadings closer than `1e-9` count as tied, or rounding would choose among equal ones.
private func withFixedSign(_ eigenvector: ArraySlice<Double>) -> [Double] {
  var largest = 0.0
  for loading in eigenvector where abs(loading) > abs(largest) * (1 + 1e-9) { largest = loading }
  return largest < 0 ? eigenvector.map { -$0 } : Array(eigenvector)
}
