// SPDX-License-Identifier: Apache-2.0

package import Compute
import Decoding
package import Models
import Threads

/// One step of training on several workers: each runs forward and backward on its shard of the batch
/// with scratch memory of its own; what they know of the gradients is summed in the workers' order,
/// clipped, and applied once.
package final class DataParallelStep {
  package let model: EncoderDecoder
  package let parameters: ParameterBuffer
  private let weights: Weights
  private let gradient: ParameterBuffer
  package let optimizer: Optimizer
  package let reversesSource: Bool
  private let pool: WorkerPool
  private let workers: [Worker]

  // Sendable: worker i alone touches element i while a job runs.
  private final class Worker: @unchecked Sendable {
    let workspace: Workspace
    let terms: GradientTerms
    var loss = 0.0
    /// The squared norms of the pieces of the gradient that this worker made, zero for the others.
    var squares: [Double] = []

    init(_ layout: ParameterLayout, _ kernels: Kernels, _ precision: ProductPrecision) {
      workspace = Workspace(kernels: kernels, precision)
      terms = GradientTerms(layout)
    }

    func reset() {
      terms.clear()
      workspace.arena.reset()
    }
  }

  package init(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, optimizer: Optimizer,
    reversesSource: Bool, threads: Int, precision: ProductPrecision = .float32,
    kernels: Kernels = .best
  ) {
    self.model = model
    self.parameters = parameters
    self.optimizer = optimizer
    self.reversesSource = reversesSource
    pool = WorkerPool(count: threads)
    gradient = ParameterBuffer(model.layout)
    weights = Weights(parameters, packing: model.packedForTraining, precision)
    workers = (0..<threads).map { _ in Worker(model.layout, kernels, precision) }
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
        shards[index], scale: scale, random: random, weights, into: worker.terms,
        worker.workspace)
    }
    let norm = sumGradients()
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
    Shards.divide(pairs, between: workers.count, model).map { shard in
      TranslationBatch(
        shard.map { pairs[$0] }, numbers: shard.map { UInt32($0) }, markers: .standard,
        reverseSource: reversesSource)
    }
  }

  /// Sums what all workers know into the gradient, and returns its norm.
  private func sumGradients() -> Double {
    let sum = GradientSum(model.layout, of: workers.map(\.terms))
    for worker in workers {
      worker.squares = [Double](repeating: 0, count: sum.pieces.count)
    }
    pool.forEach(below: sum.pieces.count) { [workers, gradient] index, piece in
      let worker = workers[index]
      worker.squares[piece] = worker.workspace.time(.weightGradients) {
        sum.make(sum.pieces[piece], in: gradient, worker.workspace)
      }
    }
    // In the order of the pieces: the sum does not depend on who made which.
    let squares = sum.pieces.indices.reduce(0.0) { total, piece in
      total + workers.reduce(0) { $0 + $1.squares[piece] }
    }
    for worker in workers { worker.reset() }
    return squares.squareRoot()
  }

  private func apply(norm: Double, step: Int, _ configuration: TrainingConfiguration) {
    let scale = Self.clippingScale(norm: norm, limit: configuration.clipNorm)
    pool.run { [workers, optimizer, parameters, gradient] index in
      let workspace = workers[index].workspace
      workspace.time(.optimizer) {
        optimizer.update(
          parameters, gradient, share: index, of: workers.count, scale: scale,
          step: step, configuration, workspace.kernels)
      }
    }
    pool.run { [workers, weights] index in
      workers[index].workspace.time(.packing) {
        weights.repack(share: index, of: workers.count)
      }
    }
  }

  /// As `torch.nn.utils.clip_grad_norm_` scales.
  private static func clippingScale(norm: Double, limit: Float) -> Float {
    guard limit > 0 else { return 1 }
    return Float(min(1, Double(limit) / (norm + 1e-6)))
  }
}

// MARK: - Where the time goes

extension DataParallelStep {
  /// Has the workers take the time of what they do.
  package func startClocks() {
    for worker in workers { worker.workspace.clock = StepClock() }
  }

  /// The seconds of each part since the last call, one entry for each worker.
  package func takeClocks() -> [[StepPart: Double]] {
    workers.map { $0.workspace.clock?.take() ?? [:] }
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
