// SPDX-License-Identifier: Apache-2.0

/// The directions of largest variance in a table, and the projections of its rows onto them.
///
/// Exact and centred (Pearson 1901; Hotelling 1933): the eigenvectors of the covariance matrix,
/// which is summed in double precision. The sign of an eigenvector is arbitrary; here the loading
/// of largest magnitude (on ties, that of the lowest column) is positive, so that all runs agree.
public struct PrincipalComponents: Sendable {
  /// The number of components, K.
  public let count: Int
  /// The mean of each column, `[dimension]`.
  public let mean: [Double]
  /// Orthonormal directions in decreasing order of variance, row-major `[K, dimension]`.
  public let components: [Double]
  /// The variance along each component, `[K]`, with divisor `rows - 1`.
  public let explainedVariance: [Double]
  /// The share of the table's total variance along each component, `[K]`; zeros if all rows are
  /// equal.
  public let explainedVarianceRatios: [Double]
  /// The projection of each row onto the components, row-major `[rows, K]`.
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
    // LAPACK returns ascending eigenvalues; rounding can make a zero slightly negative.
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

/// Returns the eigenvector or its negative, whichever has a positive largest loading.
///
/// Loadings within `1e-9` of each other count as tied; otherwise rounding would choose among equal
/// ones.
private func withFixedSign(_ eigenvector: ArraySlice<Double>) -> [Double] {
  var largest = 0.0
  for loading in eigenvector where abs(loading) > abs(largest) * (1 + 1e-9) { largest = loading }
  return largest < 0 ? eigenvector.map { -$0 } : Array(eigenvector)
}
