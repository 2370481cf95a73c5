// SPDX-License-Identifier: Apache-2.0

package import Compute
import Decoding
package import Models

/// One step of training on several workers: each runs forward and backward on its shard of the batch
/// with scratch memory and a gradient of its own; the gradients are summed in the workers' order,
/// clipped, and applied once.
package final class DataParallelStep {
  package let model: EncoderDecoder
  package let parameters: ParameterBuffer
  private let weights: Weights
  package let optimizer: Optimizer
  package let reversesSource: Bool
  private let pool: WorkerPool
  private let workers: [Worker]

  // Sendable: worker i alone touches element i while a job runs.
  private final class Worker: @unchecked Sendable {
    let workspace: Workspace
    let gradient: ParameterBuffer
    var loss = 0.0
    var squares = 0.0

    init(_ layout: ParameterLayout, _ kernels: Kernels) {
      workspace = Workspace(kernels: kernels)
      gradient = ParameterBuffer(layout)
    }
  }

  package init(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, optimizer: Optimizer,
    reversesSource: Bool, threads: Int, kernels: Kernels = .best
  ) {
    self.model = model
    self.parameters = parameters
    self.optimizer = optimizer
    self.reversesSource = reversesSource
    // Before the weights: packing must find oneDNN kept to this thread.
    pool = WorkerPool(count: threads)
    weights = Weights(parameters, packing: model.packedForTraining)
    workers = (0..<threads).map { _ in Worker(model.layout, kernels) }
  }

  /// What a step did.
  package struct Result: Sendable, Equatable {
    /// The mean negative log-likelihood of a target token before the step, in nats.
    package let loss: Double
    /// The Euclidean norm of the gradient of `loss`, before clipping.
    package let gradientNorm: Double
    package let targetTokens: Int

    package var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
  }

  /// Computes the gradient of the batch's mean loss and, where all is finite, makes the step with
  /// number `step`, from 1. The weights stay as they were where it is not.
  package func run(
    _ pairs: [EncodedPair], step: Int, _ configuration: TrainingConfiguration
  ) -> Result {
    let random = Philox(
      seed: configuration.seed, purpose: RandomPurpose.dropout, step: UInt64(step))
    let shards = shards(of: pairs)
    let targetTokens = shards.reduce(0) { $0 + $1.targetTokens }
    let scale = 1 / Float(targetTokens)

    pool.run { [workers, model, weights] index in
      let worker = workers[index]
      worker.loss = 0
      guard index < shards.count else { return }
      worker.loss = model.lossAndGradient(
        shards[index], scale: scale, random: random, weights, into: worker.gradient,
        worker.workspace)
      worker.workspace.arena.reset()
    }
    let norm = reduceGradients()
    let loss = workers.reduce(0) { $0 + $1.loss } / Double(targetTokens)
    let result = Result(loss: loss, gradientNorm: norm, targetTokens: targetTokens)
    if result.isFinite { apply(norm: norm, step: step, configuration) }
    return result
  }

  /// Whether no weight has left the finite numbers.
  package var hasFiniteWeights: Bool {
    workers[0].workspace.kernels.sumOfSquares(parameters.all).isFinite
  }

  private func shards(of pairs: [EncodedPair]) -> [TranslationBatch] {
    Shards.divide(pairs, between: workers.count, model.configuration).map { shard in
      TranslationBatch(
        shard.map { pairs[$0] }, numbers: shard.map { UInt32($0) }, markers: .standard,
        reverseSource: reversesSource)
    }
  }

  /// Floats that are summed and squared at a time: few enough to stay in the nearest cache between.
  private static let reducedAtATime = 1 << 12

  /// Sums the gradients into the first worker's, each worker over a share of the parameters, and
  /// returns the norm of the sum.
  private func reduceGradients() -> Double {
    pool.run { [workers] index in
      let kernels = workers[index].workspace.kernels
      let shares = workers.map { $0.gradient.share(index, of: workers.count) }
      workers[index].squares = 0
      for first in stride(from: 0, to: shares[0].columns, by: Self.reducedAtATime) {
        let range = first..<min(first + Self.reducedAtATime, shares[0].columns)
        let sum = shares[0].elements(range)
        for other in shares.dropFirst() { kernels.reduce(other.elements(range), into: sum) }
        workers[index].squares += kernels.sumOfSquares(sum)
      }
    }
    return workers.reduce(0) { $0 + $1.squares }.squareRoot()
  }

  private func apply(norm: Double, step: Int, _ configuration: TrainingConfiguration) {
    let scale = Self.clippingScale(norm: norm, limit: configuration.clipNorm)
    pool.run { [workers, optimizer, parameters] index in
      optimizer.update(
        parameters, workers[0].gradient, share: index, of: workers.count, scale: scale,
        step: step, configuration, workers[index].workspace.kernels)
    }
    pool.run { [workers, weights] index in weights.repack(share: index, of: workers.count) }
  }

  /// As `torch.nn.utils.clip_grad_norm_` scales.
  private static func clippingScale(norm: Double, limit: Float) -> Float {
    guard limit > 0 else { return 1 }
    return Float(min(1, Double(limit) / (norm + 1e-6)))
  }
}

// MARK: - Validation

extension DataParallelStep {
  /// Sentence pairs that are scored together.
  private static let validationBatchSize = 64

  /// The negative log-likelihood of the target tokens of `pairs`, without dropout, and their number.
  package func totalLoss(of pairs: [EncodedPair]) -> (sum: Double, tokens: Int) {
    let sum = model.totalLoss(
      of: pairs, batchSize: Self.validationBatchSize, markers: .standard,
      reverseSource: reversesSource, weights, pool,
      workspace: { [workers] in workers[$0].workspace })
    return (sum, pairs.reduce(0) { $0 + $1.target.count + 1 })
  }
}
