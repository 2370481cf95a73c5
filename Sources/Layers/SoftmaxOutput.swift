// SPDX-License-Identifier: Apache-2.0

package import Compute
import Glibc

/// The linear output layer with its softmax: logits `[N, V]` = x `[N, H]` · weightᵀ + bias.
/// Training computes them in blocks of rows, so that the logits of a whole batch never exist at
/// once.
package struct SoftmaxOutput: Sendable {
  /// `[V, H]` and `[V]`.
  package let weight, bias: ParameterSlot

  /// The number of rows whose logits exist at a time.
  private static let blockRows = 512

  package init(
    _ layout: inout ParameterLayout, name: String, inputSize: Int, vocabularySize: Int
  ) {
    weight = layout.claimMatrix("\(name).weight", rows: vocabularySize, columns: inputSize)
    bias = layout.claimVector("\(name).bias", count: vocabularySize)
  }

  /// Creates a layer that shares `weight` with another layer.
  package init(_ layout: inout ParameterLayout, name: String, sharing weight: ParameterSlot) {
    self.weight = weight
    layout.share(weight, as: "\(name).weight")
    bias = layout.claimVector("\(name).bias", count: weight.rows)
  }

  /// Computes x · weightᵀ without the bias, which the kernels add.
  private func products(
    _ x: MatrixView, into logits: MatrixView, _ pass: Pass
  ) {
    pass.multiply(x, byTransposeOf: weight, into: logits)
  }

  private func blocks(of rows: Int) -> [Range<Int>] {
    stride(from: 0, to: rows, by: Self.blockRows).map { $0..<min($0 + Self.blockRows, rows) }
  }

  private func logitsBlock(rows: Int, _ pass: Pass) -> MatrixView {
    pass.arena.matrix(rows: min(rows, Self.blockRows), columns: weight.rows)
  }

  /// Returns what `results` makes of the logits of each block of rows of `x`, without the bias, one
  /// after another.
  private func flatMapBlocks<Result>(
    of x: MatrixView, _ pass: Pass, _ results: (Range<Int>, MatrixView) -> [Result]
  ) -> [Result] {
    let logits = logitsBlock(rows: x.rows, pass)
    return blocks(of: x.rows).flatMap { block in
      let part = logits.rows(0..<block.count)
      products(x.rows(block), into: part, pass)
      return results(block, part)
    }
  }

  /// Returns the most probable word for each row of `x` `[N, H]` that is not forbidden, the lowest
  /// id among equals.
  package func mostProbable(
    _ x: MatrixView, forbidding forbidden: [Int32] = [], _ pass: Pass
  ) -> [Int32] {
    flatMapBlocks(of: x, pass) { _, logits in
      for word in forbidden {
        for row in 0..<logits.rows { logits[row, Int(word)] = -.infinity }
      }
      return pass.kernels.argmax(logits: logits, bias: pass[bias])
    }
  }

  /// Returns the distribution over the words for each row of `x` `[N, H]`, in buffers of the
  /// workspace's arena.
  package func distribution(
    _ x: MatrixView, _ pass: Pass
  ) -> WordDistribution {
    let logits = pass.arena.matrix(rows: x.rows, columns: weight.rows)
    products(x, into: logits, pass)
    let normalizers = pass.kernels.addBias(pass[bias], toLogits: logits)
    return WordDistribution(logits: logits, normalizers: normalizers)
  }

  /// Returns the negative log-likelihood of each row's target, in nats.
  package func losses(
    _ x: MatrixView, targets: [Int32], _ pass: Pass
  ) -> [Float] {
    flatMapBlocks(of: x, pass) { block, logits in
      pass.kernels.crossEntropy(logits: logits, bias: pass[bias], targets: targets[block])
    }
  }

  /// Compares each row's target with the distribution over the words.
  package func predictions(
    _ x: MatrixView, targets: [Int32], _ pass: Pass
  ) -> [TokenPrediction] {
    flatMapBlocks(of: x, pass) { block, logits in
      let losses = pass.kernels.crossEntropy(
        logits: logits, bias: pass[bias], targets: targets[block])
      let words = pass.kernels.argmax(logits: logits, bias: pass[bias])
      return zip(losses, zip(words, targets[block])).map { loss, word in
        TokenPrediction(loss: loss, isCorrect: word.0 == word.1)
      }
    }
  }

  /// Runs forward and backward in one. Returns the summed negative log-likelihood of `targets`, and
  /// the gradient of `scale` times the sum with respect to `x` `[N, H]`. With `smoothing`, the
  /// gradient is that of the smoothed loss, but the returned loss is not smoothed. Adds
  /// gradient terms.
  package func lossAndGradient(
    _ x: MatrixView, targets: [Int32], scale: Float, smoothing: Float = 0, _ pass: Pass
  ) -> (loss: Double, dX: MatrixView) {
    let dX = pass.arena.matrix(rows: x.rows, columns: x.columns)
    let dWeight = pass.arena.matrix(rows: weight.rows, columns: weight.columns)
    let dBias = pass.arena.zeros(rows: 1, columns: bias.columns)
    let logits = logitsBlock(rows: x.rows, pass)
    var loss = 0.0
    for block in blocks(of: x.rows) {
      let part = logits.rows(0..<block.count)
      products(x.rows(block), into: part, pass)
      loss += pass.kernels.softmaxCrossEntropy(
        logits: part, bias: pass[bias], targets: targets[block], scale: scale,
        smoothing: smoothing)
      let dLogits = part
      pass.multiply(dLogits, by: weight, into: dX.rows(block))
      pass.products.multiply(
        transposeOf: dLogits, by: x.rows(block), into: dWeight,
        accumulating: block.lowerBound > 0)
      pass.kernels.addColumnSums(of: dLogits, to: dBias)
    }
    pass.add(.whole(dWeight), to: weight)
    pass.add(.whole(dBias), to: bias)
    return (loss, dX)
  }

  /// The same for the loss of some rows only. The gradient of the others is zero.
  package func lossAndGradient(
    _ x: MatrixView, targets: [Int32], ofRows rows: [Int32], scale: Float, smoothing: Float = 0,
    _ pass: Pass
  ) -> (loss: Double, dX: MatrixView) {
    let (loss, dRows) = lossAndGradient(
      x.gathering(rows, pass.arena), targets: rows.map { targets[Int($0)] }, scale: scale,
      smoothing: smoothing, pass)
    let dX = pass.arena.zeros(rows: x.rows, columns: x.columns)
    for (place, row) in rows.enumerated() { dX.row(Int(row)).copy(from: dRows.row(place)) }
    return (loss, dX)
  }
}

/// How well a target is predicted.
package struct TokenPrediction: Sendable {
  /// The negative log-likelihood of the target, in nats.
  package let loss: Float
  /// True if the target is the most probable word, the one with the lowest id among equals.
  package let isCorrect: Bool
}

extension Sequence<TokenPrediction> {
  /// The summed negative log-likelihood of the targets, in nats.
  package var totalLoss: Double { reduce(0) { $0 + Double($1.loss) } }
}

/// The probability of each word in each of N rows.
///
/// Logits and normalizers are stored separately, so that rounding does not change the order of the
/// logits.
package struct WordDistribution {
  /// `[N, V]`, including the bias.
  package let logits: MatrixView
  /// log Σ exp(logits) of each row.
  package let normalizers: [Float]

  package init(logits: MatrixView, normalizers: [Float]) {
    precondition(normalizers.count == logits.rows)
    self.logits = logits
    self.normalizers = normalizers
  }

  package func logProbability(of word: Int32, row: Int) -> Float {
    logits[row, Int(word)] - normalizers[row]
  }

  /// Returns the probability of each word in a row.
  package func probabilities(row: Int) -> [Float] {
    logits.row(row).elements.map { expf($0 - normalizers[row]) }
  }
}
