// SPDX-License-Identifier: Apache-2.0

import Compute
public import Models

/// How gradients become steps.
public enum OptimizerKind: String, Codable, Sendable, CaseIterable {
  /// Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
  case adam
  /// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019: Adam whose weight decay stays
  /// out of the moments.
  case adamw
  /// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
  /// optimization", 2011.
  case adagrad
  /// Stochastic gradient descent with momentum.
  case sgd
}

/// What the matrix products of training are computed in. Weights, gradients and moments are float32.
public enum TrainingPrecision: String, Codable, Sendable, CaseIterable {
  case float32
  /// Factors rounded to bfloat16, sums in float32: up to twice as fast where the CPU has instructions
  /// for it, and slower than float32 where not.
  case bfloat16

  /// The faster one on this CPU.
  public static var fastest: TrainingPrecision { hasBFloat16 ? .bfloat16 : .float32 }

  /// Whether this CPU multiplies bfloat16 numbers faster than floats.
  public static var hasBFloat16: Bool { Kernels.best.hasBFloat16 }

  var ofProducts: ProductPrecision {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    }
  }
}

/// How a model is trained. Values are checked by `Trainer`.
public struct TrainingConfiguration: Codable, Sendable, Equatable {
  /// Sentence pairs in a step.
  public var batchSize = 64
  /// Passes over the corpus.
  public var epochs = 10
  /// Steps after which training ends, whatever the epochs say.
  public var maximumSteps: Int?
  /// Epochs without a better dev perplexity after which training ends. Without a dev set it says
  /// nothing.
  public var patience: Int?
  public var optimizer = OptimizerKind.adam
  public var learningRate: Float = 0.001
  /// For SGD.
  public var momentum: Float = 0
  /// L2: this times the weights is added to the gradient; with AdamW, the share of the weights that a
  /// step of rate 1 takes away.
  public var weightDecay: Float = 0
  /// The gradient is scaled down to this Euclidean norm; 0 leaves it alone.
  public var clipNorm: Float = 1
  /// The standard deviation of the initial embeddings. With small ones, such as 0.02, words that are
  /// used alike come to lie close together; the default learns fastest.
  public var embeddingDeviation: Float = 1
  /// Decides initial weights, order of the data and dropout.
  public var seed: UInt64 = 1
  public var precision: TrainingPrecision {
    get { otherPrecision ?? .float32 }
    set { otherPrecision = newValue == .float32 ? nil : newValue }
  }
  /// Written only where it is not float32, which checkpoints made before there was a choice have.
  private var otherPrecision: TrainingPrecision?
  public var threads = 1
  /// Steps between two entries of `metrics.jsonl`.
  public var logInterval = 100
  /// Steps between two savings of the training state; it is saved after every epoch as well.
  public var saveInterval = 1000

  public init() {}

  private enum CodingKeys: String, CodingKey {
    case batchSize = "batch_size"
    case epochs
    case maximumSteps = "max_steps"
    case patience, optimizer
    case learningRate = "learning_rate"
    case momentum
    case weightDecay = "weight_decay"
    case clipNorm = "clip_norm"
    case embeddingDeviation = "embedding_deviation"
    case seed
    case otherPrecision = "precision"
    case threads
    case logInterval = "log_interval"
    case saveInterval = "save_interval"
  }
}

extension TrainingConfiguration {
  /// The first value out of its range.
  public var invalidValue: InvalidValue? {
    let counts: [(CodingKeys, Int?, ClosedRange<Int>)] = [
      (.batchSize, batchSize, Limits.batchSize), (.epochs, epochs, Limits.epochs),
      (.maximumSteps, maximumSteps, Limits.steps), (.patience, patience, Limits.epochs),
      (.threads, threads, Limits.threads), (.logInterval, logInterval, Limits.steps),
      (.saveInterval, saveInterval, Limits.steps),
    ]
    if let invalid = firstOutOfRange(counts) { return invalid }
    guard learningRate > 0 && learningRate.isFinite else {
      return (CodingKeys.learningRate.rawValue, "\(learningRate)", "above 0")
    }
    guard momentum >= 0 && momentum < 1 else {
      return (CodingKeys.momentum.rawValue, "\(momentum)", "at least 0 and below 1")
    }
    for (key, value) in [
      (CodingKeys.weightDecay, weightDecay), (.clipNorm, clipNorm),
      (.embeddingDeviation, embeddingDeviation),
    ]
    where !(value >= 0 && value.isFinite) {
      return (key.rawValue, "\(value)", "at least 0")
    }
    return nil
  }
}
