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

  /// Returns the weight of each training row in the prediction for each of `rows`:
  /// `[rows, training]`.
  func weights(of rows: [Int]) -> [Double] {
    training.count <= inputs.columns ? weightsByRows(rows) : weightsByColumns(rows)
  }

  /// With fewer rows than columns: W = X' Xᵀ (X Xᵀ + λ)⁻¹.
  private func weightsByRows(_ rows: [Int]) -> [Double] {
    let (inputs, training) = (inputs, training)
    let matrix = products(inner: inputs.columns, training.count, training.count) {
      Double(inputs[training[$1], $0])
    } _: {
      Double(inputs[training[$1], $0])
    }
    let right = products(inner: inputs.columns, rows.count, training.count) {
      Double(inputs[rows[$1], $0])
    } _: {
      Double(inputs[training[$1], $0])
    }
    return solution(of: penalized(matrix, training.count), order: training.count, right)
  }

  /// With fewer columns than rows: W = X' (Xᵀ X + λ)⁻¹ Xᵀ.
  private func weightsByColumns(_ rows: [Int]) -> [Double] {
    let (inputs, training, columns) = (inputs, training, inputs.columns)
    let matrix = products(inner: training.count, columns, columns) {
      Double(inputs[training[$0], $1])
    } _: {
      Double(inputs[training[$0], $1])
    }
    let right = rows.flatMap { row in (0..<columns).map { Double(inputs[row, $0]) } }
    let solved = solution(of: penalized(matrix, columns), order: columns, right)
    return products(inner: columns, rows.count, training.count) {
      solved[$1 * columns + $0]
    } _: {
      Double(inputs[training[$1], $0])
    }
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
