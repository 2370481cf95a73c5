// SPDX-License-Identifier: Apache-2.0

import Compute

extension KernelCase {
  /// The kernels of the plain model and of the optimizers, each at a size of training with hidden
  /// size 512. To time and count another kernel, add an entry here.
  static let all: [KernelCase] = cell + softmax + sums + optimizers + functions

  private static let float = 4.0
  private static let (batch, hidden, words) = (64, 512, 6000)

  private static let cell = [
    KernelCase(name: "lstm_forward", rows: batch, columns: hidden, bytes: 11 * float) { operands in
      let gates = operands.matrix(batch, 4 * hidden)
      let bias = operands.matrix(1, 4 * hidden)
      let cellIn = operands.matrix(batch, hidden)
      let (cellOut, hiddenOut) = (operands.matrix(batch, hidden), operands.matrix(batch, hidden))
      return Call(overwriting: [gates]) {
        $0.lstmForward(
          gates: gates, bias: bias, cellIn: cellIn, cellOut: cellOut, hiddenOut: hiddenOut)
      }
    },
    KernelCase(name: "lstm_backward", rows: batch, columns: hidden, bytes: 13 * float) { operands in
      let gates = operands.matrix(batch, 4 * hidden, in: 0...1)
      let (cellIn, cellOut) = (operands.matrix(batch, hidden), operands.matrix(batch, hidden))
      let (dHidden, dCell) = (operands.matrix(batch, hidden), operands.matrix(batch, hidden))
      return Call(overwriting: [gates, dCell]) {
        $0.lstmBackward(
          gates: gates, cellIn: cellIn, cellOut: cellOut, dHidden: dHidden, dCell: dCell)
      }
    },
    KernelCase(name: "dropout", rows: batch, columns: hidden, bytes: 2 * float) { operands in
      let (input, output) = (operands.matrix(batch, hidden), operands.matrix(batch, hidden))
      let places = (0..<UInt32(batch)).map { $0 }
      let mask = DropoutMask(
        rate: 0.3, stream: RandomStream(0), random: Philox(seed: 1, purpose: 0))
      return Call {
        $0.dropout(input, sentences: places, times: places, mask: mask, into: output)
      }
    },
  ]

  private static let softmax = [
    KernelCase(
      name: "softmax_cross_entropy", rows: batch, columns: words, bytes: 2 * float
    ) { operands in
      let (logits, bias) = (operands.matrix(batch, words), operands.matrix(1, words))
      let targets = operands.integers(batch, below: words)[...]
      return Call(overwriting: [logits]) {
        _ = $0.softmaxCrossEntropy(logits: logits, bias: bias, targets: targets, scale: 1)
      }
    },
    KernelCase(name: "cross_entropy", rows: batch, columns: words, bytes: float) { operands in
      let (logits, bias) = (operands.matrix(batch, words), operands.matrix(1, words))
      let targets = operands.integers(batch, below: words)[...]
      return Call { _ = $0.crossEntropy(logits: logits, bias: bias, targets: targets) }
    },
    KernelCase(name: "argmax", rows: batch, columns: words, bytes: float) { operands in
      let (logits, bias) = (operands.matrix(batch, words), operands.matrix(1, words))
      return Call { _ = $0.argmax(logits: logits, bias: bias) }
    },
    KernelCase(name: "add_bias", rows: batch, columns: words, bytes: 2 * float) { operands in
      let (logits, bias) = (operands.matrix(batch, words), operands.matrix(1, words))
      return Call(overwriting: [logits]) { _ = $0.addBias(bias, toLogits: logits) }
    },
    KernelCase(name: "add_probabilities", rows: batch, columns: words, bytes: 3 * float) {
      operands in
      let (logits, sum) = (operands.matrix(batch, words), operands.matrix(batch, words))
      let normalizers = operands.values(batch)
      return Call(overwriting: [sum]) {
        $0.addProbabilities(logits, normalizers: normalizers, to: sum)
      }
    },
    KernelCase(name: "largest", rows: batch, columns: words, bytes: float) { operands in
      let x = operands.matrix(batch, words)
      return Call { _ = $0.largest(5, ofEachRow: x) }
    },
  ]

  private static let sums = [
    KernelCase(name: "add_column_sums", rows: batch, columns: 4 * hidden, bytes: float) {
      operands in
      let matrix = operands.matrix(batch, 4 * hidden)
      let sum = operands.matrix(1, 4 * hidden)
      return Call(overwriting: [sum]) { $0.addColumnSums(of: matrix, to: sum) }
    },
    KernelCase(name: "add", rows: batch, columns: hidden, bytes: 3 * float) { operands in
      let (x, y) = (operands.matrix(batch, hidden), operands.matrix(batch, hidden))
      return Call(overwriting: [y]) { $0.add(x, to: y) }
    },
    KernelCase(name: "move_toward", rows: hidden, columns: 4 * hidden, bytes: 3 * float) {
      operands in
      let (x, y) = (operands.matrix(hidden, 4 * hidden), operands.matrix(hidden, 4 * hidden))
      return Call(overwriting: [y]) { $0.move(y, toward: x, by: 0.01) }
    },
    KernelCase(name: "sum_of_squares", rows: hidden, columns: 4 * hidden, bytes: float) {
      operands in
      let x = operands.matrix(hidden, 4 * hidden)
      return Call { _ = $0.sumOfSquares(x) }
    },
    // An element is a multiply-add.
    KernelCase(name: "add_panel_product", rows: hidden, columns: 64, bytes: 2) { operands in
      let a = operands.values(8 * hidden).map(Double.init)
      let b = operands.values(8 * hidden).map(Double.init)
      return Call {
        var tile = [Double](repeating: 0, count: 64)
        $0.addPanelProduct(a.span, b.span, to: &tile, at: 0)
      }
    },
  ]

  private static let optimizers = [
    KernelCase(name: "adam", rows: hidden, columns: 4 * hidden, bytes: 8 * float) { operands in
      let (weights, gradient) = (
        operands.matrix(hidden, 4 * hidden), operands.matrix(hidden, 4 * hidden)
      )
      let mean = operands.matrix(hidden, 4 * hidden)
      let variance = operands.matrix(hidden, 4 * hidden, in: 0...1)
      let step = AdamStep(learningRate: 0.001, gradientScale: 1, weightDecay: 0, step: 10)
      return Call(overwriting: [weights, gradient, mean, variance]) {
        $0.adam(weights, gradient: gradient, mean: mean, variance: variance, step)
      }
    },
    KernelCase(name: "sgd", rows: hidden, columns: 4 * hidden, bytes: 6 * float) { operands in
      let (weights, gradient) = (
        operands.matrix(hidden, 4 * hidden), operands.matrix(hidden, 4 * hidden)
      )
      let velocity = operands.matrix(hidden, 4 * hidden)
      let step = SGDStep(learningRate: 0.1, gradientScale: 1, weightDecay: 0, momentum: 0.9)
      return Call(overwriting: [weights, gradient, velocity]) {
        $0.sgd(weights, gradient: gradient, velocity: velocity, step)
      }
    },
    KernelCase(name: "adagrad", rows: hidden, columns: 4 * hidden, bytes: 6 * float) { operands in
      let (weights, gradient) = (
        operands.matrix(hidden, 4 * hidden), operands.matrix(hidden, 4 * hidden)
      )
      let squares = operands.matrix(hidden, 4 * hidden, in: 0...1)
      let step = AdagradStep(learningRate: 0.1, gradientScale: 1, weightDecay: 0)
      return Call(overwriting: [weights, gradient, squares]) {
        $0.adagrad(weights, gradient: gradient, squares: squares, step)
      }
    },
  ]

  private static let functions = [
    KernelCase(name: "exponential", rows: batch, columns: hidden, bytes: 2 * float) { operands in
      let x = operands.values(batch * hidden, in: -10...10)
      return Call { _ = $0.exponential(x) }
    },
    KernelCase(name: "hyperbolic_tangent", rows: batch, columns: hidden, bytes: 2 * float) {
      operands in
      let x = operands.values(batch * hidden, in: -3...3)
      return Call { _ = $0.hyperbolicTangent(x) }
    },
  ]
}
