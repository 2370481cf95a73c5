// SPDX-License-Identifier: Apache-2.0

import Compute
public import Evaluation

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
  /// Sentence pairs in a batch.
  public var batchSize = 64
  /// Tokens of both sides, the ends of sentences included, that make a batch in place of `batchSize`.
  public var batchTokens: Int?
  /// Batches whose gradients make a step together, as those of one large batch; nil is 1.
  public var accumulate: Int?
  /// Passes over the corpus.
  public var epochs = 10
  /// Steps after which training ends, whatever the epochs say.
  public var maximumSteps: Int?
  /// The score of the dev set that decides which weights are best; nil is perplexity.
  public var validationMetric: ValidationMetric?
  /// How BLEU cuts translations of the dev set into tokens. Nil is by the script of the target language for
  /// a new checkpoint, and `13a` for one that was made without a word of it.
  public var bleuTokenization: BLEU.Tokenization?
  /// Whether each validation translates the dev set too, or 2,000 sentences spread over a larger one;
  /// nil is true.
  public var translatesDevelopment: Bool?
  /// Epochs without a better score of the dev set after which training ends. Without a dev set it says
  /// nothing.
  public var patience: Int?
  public var optimizer = OptimizerKind.adam
  public var learningRate: Float = 0.001
  /// How the learning rate goes over the run; nil is constant.
  public var scheduleKind: ScheduleKind?
  /// For the schedule `inverse-sqrt`: the steps of its rise; nil is 4,000.
  public var warmupSteps: Int?
  /// For the schedules `exponential` and `plateau`: the factor of each decay; nil is 0.5.
  public var decayRate: Float?
  /// For the schedule `exponential`: steps between two decays; nil is an epoch.
  public var decayInterval: Int?
  /// For the schedule `plateau`: validations in a row without a best score that bring a decay; nil is 1.
  /// PyTorch's patience is one less.
  public var plateauPatience: Int?
  /// For SGD.
  public var momentum: Float = 0
  /// L2: this times the weights is added to the gradient; with AdamW, the share of the weights that a
  /// step of rate 1 takes away.
  public var weightDecay: Float = 0
  /// The gradient is scaled down to this Euclidean norm; 0 leaves it alone.
  public var clipNorm: Float = 1
  /// The share of a target's probability that all words share; nil is 0.
  public var labelSmoothing: Float?
  /// The probability at the end of the run that a word that the decoder is given is one that it found
  /// itself; it rises in a line, from 0 at the beginning. Nil is 0.
  public var scheduledSampling: Float?
  /// How much of the moving average of the weights stays at each step; nil is no average.
  public var emaDecay: Float?
  /// Which weights are averaged at the end of the run; nil is none.
  public var averaging: Averaging?
  /// How often training that diverges goes back to the last good state with half the learning rate;
  /// nil is 3. With 0 it only ends where the loss is not finite.
  public var recoveries: Int?
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

  enum CodingKeys: String, CodingKey {
    case batchSize = "batch_size"
    case batchTokens = "batch_tokens"
    case accumulate, epochs
    case maximumSteps = "max_steps"
    case validationMetric = "validation_metric"
    case bleuTokenization = "bleu_tokenization"
    case translatesDevelopment = "dev_translations"
    case patience, optimizer
    case learningRate = "learning_rate"
    case scheduleKind = "schedule"
    case warmupSteps = "warmup_steps"
    case decayRate = "decay_rate"
    case decayInterval = "decay_interval"
    case plateauPatience = "plateau_patience"
    case momentum
    case weightDecay = "weight_decay"
    case clipNorm = "clip_norm"
    case labelSmoothing = "label_smoothing"
    case scheduledSampling = "scheduled_sampling"
    case emaDecay = "ema_decay"
    case averaging = "average"
    case recoveries
    case embeddingDeviation = "embedding_deviation"
    case seed
    case otherPrecision = "precision"
    case threads
    case logInterval = "log_interval"
    case saveInterval = "save_interval"
  }
}
