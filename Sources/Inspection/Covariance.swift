// SPDX-License-Identifier: Apache-2.0

import CLAPACKE

/// The number of rows that are widened and multiplied together: few enough for their panels to stay
/// in cache.
private let rowsPerBlock = 64

/// Returns the mean of each column, `[dimension]`.
func columnMeans(of table: EmbeddingTable) -> [Double] {
  let dimension = table.dimension
  let vectors = table.vectors.span
  var sums = [Double](repeating: 0, count: dimension)
  for row in table.words.indices {
    let values = vectors.extracting(row * dimension..<(row + 1) * dimension)
    for column in 0..<dimension { sums[column] += Double(values[column]) }
  }
  return sums.map { $0 / Double(table.words.count) }
}

/// Returns the upper triangle of the covariance matrix `[dimension, dimension]`, column by column,
/// with divisor `rows - 1`.
///
/// Rows are converted to double precision and centred before they are multiplied, so that a mean
/// far from zero causes no cancellation.
func covarianceTriangle(of table: EmbeddingTable, mean: [Double]) -> [Double] {
  let dimension = table.dimension
  let vectors = table.vectors.span
  var sums = PanelProduct(rows: dimension, columns: dimension)
  for first in stride(from: 0, to: table.words.count, by: rowsPerBlock) {
    let rows = min(rowsPerBlock, table.words.count - first)
    let block = Panels(inner: rows, columns: dimension) { row, column in
      Double(vectors[(first + row) * dimension + column]) - mean[column]
    }
    sums.add(block, block, onlyUpperTriangle: true)
  }
  let weight = 1 / Double(table.words.count - 1)
  var covariance = [Double](repeating: 0, count: dimension * dimension)
  for column in 0..<dimension {
    for row in 0...column { covariance[column * dimension + row] = weight * sums[row, column] }
  }
  return covariance
}

/// Returns the `count` largest eigenvalues of a symmetric matrix and their eigenvectors, one after
/// another, both in increasing order of eigenvalue. Reads only the upper triangle, column by
/// column.
func largestEigenpairs(
  of matrix: consuming [Double], order: Int, count: Int
) throws(InspectionError) -> (values: [Double], vectors: [Double]) {
  let n = Int32(order)
  var values = [Double](repeating: 0, count: order)
  var vectors = [Double](repeating: 0, count: order * count)
  var support = [Int32](repeating: 0, count: 2 * count)
  var found: Int32 = 0
  func letter(_ scalar: Unicode.Scalar) -> CChar { CChar(UInt8(ascii: scalar)) }
  let code = unsafe LAPACKE_dsyevr(
    LAPACK_COLUMN_MAJOR, letter("V"), letter("I"), letter("U"), n, &matrix, n, 0, 0,
    n - Int32(count) + 1, n, 0, &found, &values, &vectors, n, &support)
  guard code == 0 && Int(found) == count else { throw .noConvergence(code: Int(code)) }
  return (Array(values.prefix(count)), vectors)
}

/// Projects the centred rows onto the components `[K, dimension]`; the result is row-major
/// `[rows, K]`.
func project(_ table: EmbeddingTable, mean: [Double], onto components: [Double]) -> [Float] {
  let dimension = table.dimension
  let vectors = table.vectors.span
  let count = components.count / dimension
  let directions = Panels(inner: dimension, columns: count) { components[$1 * dimension + $0] }
  var projection: [Float] = []
  projection.reserveCapacity(table.words.count * count)
  for first in stride(from: 0, to: table.words.count, by: rowsPerBlock) {
    let rows = min(rowsPerBlock, table.words.count - first)
    let block = Panels(inner: dimension, columns: rows) { column, row in
      Double(vectors[(first + row) * dimension + column]) - mean[column]
    }
    var products = PanelProduct(rows: rows, columns: count)
    products.add(block, directions)
    for row in 0..<rows {
      for component in 0..<count { projection.append(Float(products[row, component])) }
    }
  }
  return projection
}
