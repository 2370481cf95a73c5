// SPDX-License-Identifier: Apache-2.0

import CLAPACKE

/// Calls `body` with the rows of a table in double precision, `mean` taken off, some at a time:
/// a row-major block `[rows, dimension]` and its number of rows.
private func forEachBlock(
  of table: EmbeddingTable, mean: [Double], _ body: (_ block: [Double], _ rows: Int) -> Void
) {
  let dimension = table.dimension
  let rowsPerBlock = max(1, blockSize / dimension)
  let vectors = table.vectors.span
  for first in stride(from: 0, to: table.words.count, by: rowsPerBlock) {
    let rows = min(rowsPerBlock, table.words.count - first)
    var block: [Double] = []
    block.reserveCapacity(rows * dimension)
    for row in first..<first + rows {
      for column in 0..<dimension {
        block.append(Double(vectors[row * dimension + column]) - mean[column])
      }
    }
    body(block, rows)
  }
}

/// Elements of a block: 64 KiB of doubles, to stay in the cache while they are multiplied.
private let blockSize = 8192

/// The mean of each column, `[dimension]`.
func columnMeans(of table: EmbeddingTable) -> [Double] {
  let zeros = [Double](repeating: 0, count: table.dimension)
  var sums = zeros
  forEachBlock(of: table, mean: zeros) { block, rows in
    for row in 0..<rows {
      for column in sums.indices { sums[column] += block[row * sums.count + column] }
    }
  }
  return sums.map { $0 / Double(table.words.count) }
}

/// One triangle of the covariance matrix `[dimension, dimension]`, with divisor `rows - 1`.
///
/// The rows are widened to double precision and centred before they are multiplied, so nothing is
/// lost to cancellation however far the mean lies from zero.
func covarianceTriangle(of table: EmbeddingTable, mean: [Double]) -> [Double] {
  let n = Int32(table.dimension)
  let weight = 1 / Double(table.words.count - 1)
  var covariance = [Double](repeating: 0, count: table.dimension * table.dimension)
  forEachBlock(of: table, mean: mean) { block, rows in
    // Row-major `[rows, dimension]` is column-major `[dimension, rows]`: a·aᵀ is what is wanted.
    unsafe cblas_dsyrk(
      LAPACK_COLUMN_MAJOR, CBLAS_UPPER, CBLAS_AS_IS, n, Int32(rows),
      weight, block, n, 1, &covariance, n)
  }
  return covariance
}

/// Replaces a symmetric matrix, of which the upper triangle is read, by its eigenvectors, one after
/// the other, and returns the eigenvalues; both by rising eigenvalue.
func diagonalize(_ matrix: inout [Double], order: Int) throws(InspectionError) -> [Double] {
  var eigenvalues = [Double](repeating: 0, count: order)
  let (withVectors, upper) = (CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")))
  let code = unsafe LAPACKE_dsyevd(
    LAPACK_COLUMN_MAJOR, withVectors, upper, Int32(order), &matrix, Int32(order),
    &eigenvalues)
  guard code == 0 else { throw .noConvergence(code: Int(code)) }
  return eigenvalues
}

/// The centred rows along each of the components `[K, dimension]`, row-major `[rows, K]`.
func project(_ table: EmbeddingTable, mean: [Double], onto components: [Double]) -> [Float] {
  let n = Int32(table.dimension)
  let count = Int32(components.count / table.dimension)
  var projection: [Float] = []
  projection.reserveCapacity(table.words.count * Int(count))
  forEachBlock(of: table, mean: mean) { block, rows in
    var product = [Double](repeating: 0, count: rows * Int(count))
    unsafe cblas_dgemm(
      LAPACK_COLUMN_MAJOR, CBLAS_TRANSPOSED, CBLAS_AS_IS, count,
      Int32(rows), n, 1, components, n, block, n, 0, &product, count)
    projection.append(contentsOf: product.lazy.map(Float.init))
  }
  return projection
}
