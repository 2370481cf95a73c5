// SPDX-License-Identifier: Apache-2.0

/// Ridge regression (Hoerl and Kennard, 1970) on standardized inputs, for many targets at once.
///
/// A prediction is the mean of a target over the training rows plus a weighted sum of its differences
/// from this mean; the weights are the same for all targets. The predictions equal those of
/// scikit-learn's `Ridge` after a `StandardScaler`.
struct RidgeRegression {
  private let inputs: ProbeInputs
  private let training: [Int]
  private let penalty: Double

  /// The penalty must be above 0.
  init(_ inputs: ProbeInputs, training: [Int], penalty: Double) {
    (self.inputs, self.training, self.penalty) = (inputs, training, penalty)
  }

  /// The number of rows whose predictions are computed together.
  private static let rowsPerBlock = 64

  /// Calls `body` with each of `rows` and the weight of each training row in its prediction.
  func forEachPrediction(
    of rows: [Int], _ body: (_ row: Int, _ weights: ArraySlice<Double>) -> Void
  ) {
    let count = training.count
    let solved = count <= inputs.columns ? solvedByRows(rows) : solvedByColumns(rows)
    for first in stride(from: 0, to: rows.count, by: Self.rowsPerBlock) {
      let block = first..<min(first + Self.rowsPerBlock, rows.count)
      let weights =
        count <= inputs.columns
        ? solved[block.lowerBound * count..<block.upperBound * count]
        : weights(solved, block)[...]
      for (number, row) in rows[block].enumerated() {
        let start = weights.startIndex + number * count
        body(row, weights[start..<start + count])
      }
    }
  }

  /// Returns the weights of the training rows, with fewer of them than columns: X' Xᵀ (X Xᵀ + λ)⁻¹,
  /// `[rows, training]`.
  private func solvedByRows(_ rows: [Int]) -> [Double] {
    let (inputs, training) = (inputs, training)
    let value = { (column: Int, row: Int) in Double(inputs[training[row], column]) }
    let matrix = products(inner: inputs.columns, training.count, training.count, value, value)
    let right = products(
      inner: inputs.columns, rows.count, training.count, { Double(inputs[rows[$1], $0]) }, value)
    return solution(of: penalized(matrix, training.count), order: training.count, right)
  }

  /// With fewer columns than training rows, returns X' (Xᵀ X + λ)⁻¹, `[rows, columns]`.
  private func solvedByColumns(_ rows: [Int]) -> [Double] {
    let (inputs, training, columns) = (inputs, training, inputs.columns)
    let value = { (row: Int, column: Int) in Double(inputs[training[row], column]) }
    let matrix = products(inner: training.count, columns, columns, value, value)
    let right = rows.flatMap { row in (0..<columns).map { Double(inputs[row, $0]) } }
    return solution(of: penalized(matrix, columns), order: columns, right)
  }

  /// Returns the product of a block of `solved` and Xᵀ, `[rows, training]`.
  private func weights(_ solved: [Double], _ block: Range<Int>) -> [Double] {
    let (inputs, training, columns) = (inputs, training, inputs.columns)
    return products(
      inner: columns, block.count, training.count,
      { solved[(block.lowerBound + $1) * columns + $0] }, { Double(inputs[training[$1], $0]) })
  }

  private func penalized(_ matrix: consuming [Double], _ order: Int) -> [Double] {
    for index in 0..<order { matrix[index * (order + 1)] += penalty }
    return matrix
  }
}

/// Returns the products of the columns of two matrices, `[rows, columns]`. `a` and `b` return the
/// element at an inner index and a row or column of the result.
private func products(
  inner: Int, _ rows: Int, _ columns: Int, _ a: (_ inner: Int, _ row: Int) -> Double,
  _ b: (_ inner: Int, _ column: Int) -> Double
) -> [Double] {
  var sums = PanelProduct(rows: rows, columns: columns)
  for first in stride(from: 0, to: inner, by: 64) {
    let count = min(64, inner - first)
    sums.add(
      Panels(inner: count, columns: rows) { a(first + $0, $1) },
      Panels(inner: count, columns: columns) { b(first + $0, $1) })
  }
  return (0..<rows).flatMap { row in (0..<columns).map { sums[row, $0] } }
}
