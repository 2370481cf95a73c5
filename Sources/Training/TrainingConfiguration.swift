// SPDX-License-Identifier: Apache-2.0

package import Compute

/// An optimizer.
public enum OptimizerKind: String, Codable, Sendable, CaseIterable {
  /// Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
  case adam
  /// Adam with weight decay kept out of the moments (Loshchilov and Hutter, "Decoupled weight decay
  /// regularization", 2019).
  case adamw
  /// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
  /// optimization", 2011.
  case adagrad
  /// Stochastic gradient descent with momentum.
  case sgd
  /// SGD with weight decay that is not multiplied by the learning rate (Loshchilov and Hutter 2019).
  case sgdw
}

/// The number format of the factors in training's matrix products. Weights, gradients and moments
/// are float32.
public enum TrainingPrecision: String, Codable, Sendable, CaseIterable {
  case float32
  /// Factors are rounded to bfloat16 and sums are float32: up to twice as fast if the CPU has
  /// bfloat16 instructions, slower than float32 if not.
  case bfloat16

  /// The fastest format on this CPU.
  public static var fastest: TrainingPrecision { hasBFloat16 ? .bfloat16 : .float32 }

  /// True if this CPU multiplies bfloat16 numbers faster than float32.
  public static var hasBFloat16: Bool { Kernels.best.hasBFloat16 }

  package var ofProducts: ProductPrecision {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    }
  }
}

/// The settings of training. `Trainer` checks the values.
public struct TrainingConfiguration: Equatable, Sendable {
  /// The number of examples in a batch.
  public var batchSize = 64
  /// The maximum number of tokens in a batch, of both sides and with the end tokens. Replaces
  /// `batchSize` if set.
  public var batchTokens: Int?
  /// The number of batches whose gradients are accumulated for one step.
  public var accumulate = 1
  /// The number of passes over the corpus.
  public var epochs = 10
  /// The maximum number of steps, whatever `epochs` is; nil is no limit.
  public var maximumSteps: Int?
  /// The dev score that decides which weights are best.
  public var validationMetric = ValidationMetric.perplexity
  /// The number of epochs without a better dev score before training stops early; nil never stops
  /// it. Has no effect without a dev set.
  public var patience: Int?
  public var optimizer = OptimizerKind.adam
  public var learningRate: Float = 0.001
  /// The learning-rate schedule.
  public var scheduleKind = ScheduleKind.constant
  /// For the schedule `inverse-sqrt`: the number of warm-up steps; nil is 4,000.
  public var warmupSteps: Int?
  /// For the schedules `exponential` and `plateau`: the factor of each decay; nil is 0.5.
  public var decayRate: Float?
  /// For the schedule `exponential`: the number of steps between two decays; nil is an epoch.
  public var decayInterval: Int?
  /// For the schedule `plateau`: the number of validations in a row without a new best score before
  /// the rate decays; nil is 1. PyTorch's patience is one less.
  public var plateauPatience: Int?
  /// The momentum of SGD and SGDW.
  public var momentum: Float = 0
  /// The decay of the running mean of squared gradients, in Adam and AdamW.
  public var beta2: Float = 0.999
  /// L2 regularization: the gradient grows by this factor times the weights. With AdamW, each step
  /// subtracts the learning rate times this factor times the weights instead; with SGDW, this factor
  /// times the weights.
  public var weightDecay: Float = 0
  /// The maximum Euclidean norm of the gradient; 0 turns clipping off.
  public var clipNorm: Float = 1
  /// The maximum Euclidean norm of the gradient of a sequence's summed loss by the state of a
  /// recurrent layer at each step, in each direction; the states of an LSTM are the hidden and the cell
  /// state together. A larger gradient is scaled down before it passes on to the step before. 0 turns
  /// this clipping off.
  public var stateClipNorm: Float = 0
  /// The probability mass that label smoothing spreads evenly over all words.
  public var labelSmoothing: Float = 0
  /// Scheduled sampling: the probability, at the end of the run, that the decoder reads a word that
  /// it predicted itself instead of the reference word. It rises linearly from 0.
  public var scheduledSampling: Float = 0
  /// The decay of the moving average of the weights; 0 is no average.
  public var emaDecay: Float = 0
  /// The weights to average at the end of the run; nil is none.
  public var averaging: Averaging?
  /// The maximum number of times that diverging training returns to the last good state with half
  /// the learning rate. With 0, an exploding loss is not detected, and training fails
  /// once the loss or the gradient is not finite.
  public var recoveries = 3
  /// The standard deviation of the initial embeddings. With small values such as 0.02, words that
  /// are used in the same way end up close together; the default learns fastest.
  public var embeddingDeviation: Float = 1
  /// The initial bias of the forget gates of LSTMs. With the bias b, a cell state persists for about
  /// exp(b) steps at first. nil is 1 if all that a model knows of earlier steps is in its states, and
  /// random as other biases otherwise.
  public var forgetBias: Float?
  /// The seed of the initial weights, the order of the data and dropout.
  public var seed: UInt64 = 1
  public var precision = TrainingPrecision.float32
  public var threads = 1
  /// The number of steps between two entries of `metrics.jsonl`.
  public var logInterval = 100
  /// The number of steps between two saves of the training state, which is also saved after every
  /// epoch.
  public var saveInterval = 1000
  /// True if the gradients with respect to earlier states are measured and logged after every epoch.
  public var logGradients = false
  /// The number of steps between two samples of the model's output; nil for none.
  public var sampleInterval: Int?

  public init() {}
}

extension TrainingConfiguration {
  /// Returns the number of steps that go over `batches` batches.
  package func steps(ofBatches batches: Int) -> Int {
    (batches + accumulate - 1) / accumulate
  }
}
