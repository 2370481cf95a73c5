// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A linear classifier: the softmax of weighted sums of the inputs, or for two classes the logistic
/// function of one. It minimizes the sum of the negative log-likelihoods plus half the squared norm of
/// the weights, without the intercepts, as scikit-learn's `LogisticRegression` does with C = 1.
package struct LogisticRegression {
  /// `[K, D]`, K = 1 for two classes.
  package let weights: [[Double]]
  package let intercepts: [Double]
  private let model: LinearModel

  /// Learns from the rows of `inputs`, which have `labels` below `classes`.
  package init(_ inputs: ProbeInputs, rows: [Int], labels: [Int], classes: Int) {
    let outputs = classes == 2 ? 1 : classes
    let shape = LinearModel.Shape(outputs: outputs, width: inputs.width)
    let found = LimitedMemoryBFGS().minimum(
      from: [Double](repeating: 0, count: shape.parameters)
    ) { parameters in
      LinearModel(parameters, shape).loss(inputs, rows, labels)
    }
    let model = LinearModel(found, shape)
    self.model = model
    weights = (0..<outputs).map { output in
      (0..<inputs.columns).map { column in
        model.weights[output * inputs.width + column / 8][column % 8]
      }
    }
    intercepts = model.intercepts
  }

  /// Returns the most probable class of a row.
  package func label(_ inputs: ProbeInputs, row: Int) -> Int {
    let sums = model.sums(inputs, row)
    if sums.count == 1 { return sums[0] > 0 ? 1 : 0 }
    return sums.indices.max { sums[$0] < sums[$1] } ?? 0
  }
}

/// Weights and intercepts during optimization.
private struct LinearModel {
  struct Shape {
    let outputs, width: Int
    var parameters: Int { outputs * (8 * width + 1) }
  }

  let weights: [SIMD8<Double>]
  let intercepts: [Double]
  private let shape: Shape

  /// `parameters` has the weights of all outputs, padded, and then the intercepts.
  init(_ parameters: [Double], _ shape: Shape) {
    self.shape = shape
    var weights = [SIMD8<Double>](repeating: .zero, count: shape.outputs * shape.width)
    for index in 0..<8 * weights.count { weights[index / 8][index % 8] = parameters[index] }
    self.weights = weights
    intercepts = Array(parameters[(8 * weights.count)...])
  }

  func sums(_ inputs: ProbeInputs, _ row: Int) -> [Double] {
    (0..<shape.outputs).map { output in
      intercepts[output] + inputs.product(row: row, weights, at: output * shape.width)
    }
  }

  /// Returns the loss per row, and its gradient.
  func loss(
    _ inputs: ProbeInputs, _ rows: [Int], _ labels: [Int]
  ) -> (value: Double, gradient: [Double]) {
    var loss = weights.reduce(0) { $0 + ($1 * $1).sum() } / 2
    var (weightSums, interceptSums) = (weights, [Double](repeating: 0, count: shape.outputs))
    for (row, label) in zip(rows, labels) {
      let (rowLoss, errors) = Self.lossAndErrors(sums(inputs, row), label)
      loss += rowLoss
      for (output, error) in errors.enumerated() {
        interceptSums[output] += error
        inputs.add(row: row, times: error, to: &weightSums, at: output * shape.width)
      }
    }
    let scale = 1 / Double(max(rows.count, 1))
    let gradient = weightSums.flatMap { sum in (0..<8).map { sum[$0] * scale } }
    return (loss * scale, gradient + interceptSums.map { $0 * scale })
  }

  /// Returns the negative log-likelihood of a label, and its derivatives.
  private static func lossAndErrors(_ sums: [Double], _ label: Int) -> (Double, [Double]) {
    if sums.count == 1 {
      let sum = label == 1 ? sums[0] : -sums[0]
      // The logarithm of 1 + exp(−sum), which does not overflow.
      let loss = sum > 0 ? log1p(exp(-sum)) : log1p(exp(sum)) - sum
      let error = -1 / (1 + exp(sum))
      return (loss, [label == 1 ? error : -error])
    }
    let largest = sums.max() ?? 0
    let exponentials = sums.map { exp($0 - largest) }
    let total = exponentials.reduce(0, +)
    var errors = exponentials.map { $0 / total }
    errors[label] -= 1
    return (log(total) + largest - sums[label], errors)
  }
}
