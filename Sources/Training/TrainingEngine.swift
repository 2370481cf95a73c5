// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Models
package import Threads

/// The model in training, with its optimizer, workers and gradients.
///
/// In a step, each worker runs forward and backward on its shard of the batch, with scratch memory of
/// its own. The gradients are summed in the order of the workers, clipped, and applied once.
package final class TrainingEngine<Model: TrainableModel> {
  package let model: Model
  package let parameters: ParameterBuffer
  /// The state that outlives a step. Each worker reads and writes the part of its own examples.
  package let carried: ParameterBuffer
  let weights: Weights
  private let gradient: ParameterBuffer
  package let optimizer: Optimizer
  private let average: MovingAverage?
  package let pool: WorkerPool
  private let workers: [TrainingWorker]

  /// - Throws: `ThreadError`.
  package init(
    _ model: Model, _ parameters: ParameterBuffer, carried: ParameterBuffer? = nil,
    optimizer: Optimizer, average: MovingAverage? = nil, threads: Int,
    precision: ProductPrecision = .float32,
    kernels: Kernels = .best
  ) throws {
    self.model = model
    self.parameters = parameters
    self.optimizer = optimizer
    self.average = average
    self.carried = carried ?? ParameterBuffer(model.carried)
    pool = try WorkerPool(count: threads)
    gradient = ParameterBuffer(model.layout)
    weights = Weights(parameters, packing: model.packed(forTrainingIn: precision), precision)
    workers = (0..<threads).map { _ in TrainingWorker(model.layout, kernels, precision) }
  }

  /// Returns the scratch memory of a worker, for scoring between two steps.
  package var workspace: @Sendable (_ worker: Int) -> Workspace {
    { [workers] in workers[$0].workspace }
  }
}

/// The memory and the results of a worker.
// Sendable: while a job runs, only worker i uses element i.
private final class TrainingWorker: @unchecked Sendable {
  let workspace: Workspace
  let terms: GradientTerms
  var loss = 0.0
  /// The squared norms of the gradient pieces that this worker summed; zero for other workers'
  /// pieces.
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

/// The outcome of a step.
package struct StepResult: Sendable, Equatable {
  /// The mean negative log-likelihood of a predicted token before the step, in nats.
  package let loss: Double
  /// The Euclidean norm of the gradient before clipping. With label smoothing, it is the gradient
  /// of the smoothed loss.
  package let gradientNorm: Double
  /// The number of predicted tokens.
  package let tokens: Int

  package var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
}

// MARK: - Step

extension TrainingEngine {
  /// Computes the gradient of the batch's mean loss and applies it as step number `step`, from 1.
  /// If the loss or the gradient is not finite, the weights do not change.
  package func run(
    _ examples: [Model.Example], step: Int, _ configuration: TrainingConfiguration
  ) -> StepResult {
    run([examples], step: step, configuration)
  }

  /// Makes one step from several batches, computed one after the other. Except for rounding, the
  /// result is that of one batch of all their examples, in the memory of the largest.
  package func run(
    _ batches: [[Model.Example]], step: Int, _ configuration: TrainingConfiguration
  ) -> StepResult {
    let random = Philox(
      seed: configuration.seed, purpose: RandomPurpose.dropout, step: UInt64(step))
    var examplesBefore = 0
    let shards = batches.map { examples in
      defer { examplesBefore += examples.count }
      return self.shards(of: examples, firstNumber: examplesBefore)
    }
    let tokens = shards.joined().reduce(0) { $0 + model.predictions($1) }
    var (loss, norm) = (0.0, 0.0)
    for (index, shards) in shards.enumerated() {
      loss += backward(
        shards, scale: 1 / Float(tokens), configuration, random)
      norm = sumGradients(adding: index > 0)
    }
    let result = StepResult(
      loss: loss / Double(tokens), gradientNorm: norm, tokens: tokens)
    if result.isFinite { apply(norm, step, configuration) }
    return result
  }

  /// Runs forward and backward on the shards of a batch, at most one per worker. Returns the summed
  /// loss and leaves the gradient terms with the workers.
  private func backward(
    _ shards: [Model.Batch], scale: Float, _ configuration: TrainingConfiguration,
    _ random: Philox
  ) -> Double {
    // The limit is one of the gradient of the summed loss.
    let limit = configuration.stateClipNorm
    let stateClipNorm = limit > 0 ? limit * scale : nil
    pool.run { [workers, model, weights, carried] index in
      let worker = workers[index]
      worker.loss = 0
      guard index < shards.count else { return }
      worker.loss = model.lossAndGradient(
        shards[index], scale: scale, configuration.objective,
        Pass(
          weights, worker.workspace, random: random, stateClipNorm: stateClipNorm,
          into: worker.terms),
        carried: carried)
    }
    return workers.reduce(0) { $0 + $1.loss }
  }

  /// True if all weights are finite.
  package var hasFiniteWeights: Bool {
    workers[0].workspace.kernels.sumOfSquares(parameters.all).isFinite
  }

  private func shards(of examples: [Model.Example], firstNumber: Int) -> [Model.Batch] {
    Shards.divide(examples.map(model.work), between: workers.count).map { shard in
      model.batch(
        shard.map { examples[$0] }, numbers: shard.map { UInt32(firstNumber + $0) })
    }
  }

  /// Sums the workers' gradient terms and returns the norm of the gradient. With `adding`, the sum
  /// is added to the gradient of the batches before; otherwise it replaces it.
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
    // Sum in the order of the pieces, so that the result does not depend on which worker made
    // which.
    let squares = sum.pieces.indices.reduce(0.0) { total, piece in
      total + workers.reduce(0) { $0 + $1.squares[piece] }
    }
    for worker in workers { worker.reset() }
    return squares.squareRoot()
  }

  private func apply(_ norm: Double, _ step: Int, _ configuration: TrainingConfiguration) {
    let scale = clippingScale(norm: norm, limit: configuration.clipNorm)
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

  /// Repacks the weights after they have changed.
  package func repack() {
    pool.forEach(below: weights.packedCopies) { [workers, weights] index, copy in
      workers[index].workspace.time(.packing) { weights.repack(copy) }
    }
  }

  /// The factor of `torch.nn.utils.clip_grad_norm_`.
  private func clippingScale(norm: Double, limit: Float) -> Float {
    guard limit > 0 else { return 1 }
    return Float(min(1, Double(limit) / (norm + 1e-6)))
  }
}

// MARK: - Where the time goes

extension TrainingEngine {
  /// Makes the workers measure the time of each part of a step.
  package func startClocks() {
    for worker in workers { worker.workspace.clock = StepClock() }
  }

  /// Returns the seconds spent in each part since the last call, one entry per worker.
  package func takeClocks() -> [[StepPart: Double]] {
    workers.map { $0.workspace.clock?.take() ?? [:] }
  }
}
