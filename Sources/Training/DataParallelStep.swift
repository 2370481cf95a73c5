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
  let weights: Weights
  private let gradient: ParameterBuffer
  package let optimizer: Optimizer
  private let average: MovingAverage?
  package let reversesSource: Bool
  let pool: WorkerPool
  let workers: [Worker]

  // Sendable: worker i alone touches element i while a job runs.
  final class Worker: @unchecked Sendable {
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

  /// - Throws: `ThreadError`.
  package init(
    _ model: EncoderDecoder, _ parameters: ParameterBuffer, optimizer: Optimizer,
    average: MovingAverage? = nil, reversesSource: Bool, threads: Int,
    precision: ProductPrecision = .float32,
    kernels: Kernels = .best
  ) throws {
    self.model = model
    self.parameters = parameters
    self.optimizer = optimizer
    self.average = average
    self.reversesSource = reversesSource
    pool = try WorkerPool(count: threads)
    gradient = ParameterBuffer(model.layout)
    weights = Weights(parameters, packing: model.packedForTraining, precision)
    workers = (0..<threads).map { _ in Worker(model.layout, kernels, precision) }
  }

  /// What a step did.
  package struct Result: Sendable, Equatable {
    /// The mean negative log-likelihood of a target token before the step, in nats.
    package let loss: Double
    /// The Euclidean norm of the gradient, before clipping: that of `loss`, or of the smoothed one where
    /// labels are smoothed.
    package let gradientNorm: Double
    package let targetTokens: Int

    package var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
  }

  /// Computes the gradient of the batch's mean loss and, where all is finite, makes the step with
  /// number `step`, from 1. The weights stay as they were where it is not.
  package func run(
    _ pairs: [EncodedPair], step: Int, _ configuration: TrainingConfiguration
  ) -> Result {
    run([pairs], step: step, configuration)
  }

  /// The same with several batches, one after the other: the step is that of one batch of all their
  /// pairs, but for rounding, and takes the memory of the largest.
  package func run(
    _ batches: [[EncodedPair]], step: Int, _ configuration: TrainingConfiguration
  ) -> Result {
    let random = Philox(
      seed: configuration.seed, purpose: RandomPurpose.dropout, step: UInt64(step))
    var pairsBefore = 0
    let shards = batches.map { pairs in
      defer { pairsBefore += pairs.count }
      return self.shards(of: pairs, firstNumber: pairsBefore)
    }
    let targetTokens = shards.joined().reduce(0) { $0 + $1.targetTokens }
    var (loss, norm) = (0.0, 0.0)
    for (index, shards) in shards.enumerated() {
      loss += backward(
        shards, scale: 1 / Float(targetTokens), configuration.objective, random)
      norm = sumGradients(adding: index > 0)
    }
    let result = Result(
      loss: loss / Double(targetTokens), gradientNorm: norm, targetTokens: targetTokens)
    if result.isFinite { apply(norm, step, configuration) }
    return result
  }

  /// The summed loss of the shards of a batch, one for each worker at most; leaves the terms of its
  /// gradient with them.
  private func backward(
    _ shards: [TranslationBatch], scale: Float, _ objective: TrainingObjective, _ random: Philox
  ) -> Double {
    pool.run { [workers, model, weights] index in
      let worker = workers[index]
      worker.loss = 0
      guard index < shards.count else { return }
      worker.loss = model.lossAndGradient(
        shards[index], scale: scale, objective: objective, random: random, weights,
        into: worker.terms, worker.workspace)
    }
    return workers.reduce(0) { $0 + $1.loss }
  }

  /// Whether no weight has left the finite numbers.
  package var hasFiniteWeights: Bool {
    workers[0].workspace.kernels.sumOfSquares(parameters.all).isFinite
  }

  private func shards(of pairs: [EncodedPair], firstNumber: Int) -> [TranslationBatch] {
    Shards.divide(pairs, between: workers.count, model).map { shard in
      TranslationBatch(
        shard.map { pairs[$0] }, numbers: shard.map { UInt32(firstNumber + $0) },
        markers: .standard,
        reverseSource: reversesSource)
    }
  }

  /// Sums what all workers know into the gradient, or adds it there, and returns its norm.
  private func sumGradients(adding: Bool) -> Double {
    let sum = GradientSum(model.layout, of: workers.map(\.terms))
    for worker in workers {
      worker.squares = [Double](repeating: 0, count: sum.pieces.count)
    }
    pool.forEach(below: sum.pieces.count) { [workers, gradient] index, piece in
      let worker = workers[index]
      worker.squares[piece] = worker.workspace.time(.weightGradients) {
        sum.make(sum.pieces[piece], in: gradient, adding: adding, worker.workspace)
      }
    }
    // In the order of the pieces: the sum does not depend on who made which.
    let squares = sum.pieces.indices.reduce(0.0) { total, piece in
      total + workers.reduce(0) { $0 + $1.squares[piece] }
    }
    for worker in workers { worker.reset() }
    return squares.squareRoot()
  }

  private func apply(_ norm: Double, _ step: Int, _ configuration: TrainingConfiguration) {
    let scale = Self.clippingScale(norm: norm, limit: configuration.clipNorm)
    pool.run { [workers, optimizer, average, parameters, gradient] index in
      let workspace = workers[index].workspace
      workspace.time(.optimizer) {
        optimizer.update(
          parameters, gradient, share: index, of: workers.count, scale: scale,
          step: step, configuration, workspace.kernels)
        average?.update(
          parameters, share: index, of: workers.count, step: step, workspace.kernels)
      }
    }
    repack()
  }

  /// Takes in that the weights have changed.
  package func repack() {
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
