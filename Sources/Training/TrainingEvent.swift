// SPDX-License-Identifier: Apache-2.0

/// An event during training.
public enum TrainingEvent: Sendable, Equatable {
  case step(StepReport)
  /// An entry was written to `metrics.jsonl`.
  case metrics(MetricsEntry)
  case epoch(EpochReport)
  /// Training diverged and went back to the last good state.
  case recovered(RecoveryReport)
  /// At the end of the run, the mean of the kept weights was scored.
  case averaged(AverageReport)
  /// The training state was saved.
  case saved(step: Int)
  /// A sample of the model's output.
  case sample(String, step: Int)
}

/// One step of training.
public struct StepReport: Sendable, Equatable {
  /// The number of steps since the start, and in a full run.
  public let step: Int
  public let totalSteps: Int
  /// The epoch, from 1.
  public let epoch: Int
  /// The mean negative log-likelihood of a predicted token before the step, in nats.
  public let loss: Double
  public let gradientNorm: Double
  /// The number of predicted tokens.
  public let tokens: Int
}

/// The end of an epoch.
public struct EpochReport: Sendable, Equatable {
  /// The epoch, from 1.
  public let epoch: Int
  public let step: Int
  /// The scores on the dev set; nil if there is none.
  public let scores: Scores?
  public var perplexity: Double? { scores?.perplexity }
  /// True if the weights of this epoch are the best so far; they are then in `model.safetensors`.
  public let isBest: Bool
  /// True if perplexity decided, because the score by the validation metric equals the best one so
  /// far, or is 0 if there is none yet.
  public let isTied: Bool

  package init(
    epoch: Int, step: Int, scores: Scores?, isBest: Bool, isTied: Bool = false
  ) {
    (self.epoch, self.step, self.scores) = (epoch, step, scores)
    (self.isBest, self.isTied) = (isBest, isTied)
  }
}

/// A recovery from diverging training.
public struct RecoveryReport: Sendable, Equatable {
  /// The step at which training diverged, and its loss in nats.
  public let step: Int
  public let loss: Double
  /// The step of the saved state that training returned to.
  public let stepBack: Int
  /// The learning rate of the next step.
  public let learningRate: Float
  /// The number of recoveries so far, and the maximum.
  public let recoveries: Int
  public let mostRecoveries: Int
}

/// The outcome of averaging the kept weights.
public struct AverageReport: Sendable, Equatable {
  /// The epochs, from 1, whose weights were averaged.
  public let epochs: [Int]
  /// The scores on the dev set; nil if there is none.
  public let scores: Scores?
  /// True if the average is better than the best weights; it is then in `model.safetensors`.
  public let isBest: Bool
}

/// The result of a run.
public struct TrainingSummary: Sendable, Equatable {
  public enum Ending: Sendable, Equatable {
    /// All epochs are done.
    case completed
    case maximumSteps
    /// The dev score has not improved for the configured number of epochs.
    case patience
    /// The caller asked to stop. The state is saved, except for alarming steps that may be the
    /// start of a divergence.
    case interrupted
  }

  public let ending: Ending
  /// The number of steps since the start, including earlier runs.
  public let steps: Int
  public let epochs: Int
  /// The time that this run spent in training steps, and the number of predicted tokens in them.
  public let seconds: Double
  public let tokens: Int
  /// The best perplexity on the dev set, and the epoch, from 1, that reached it. Nil without a dev
  /// set.
  public let bestPerplexity: Double?
  /// The best score by the validation metric; nil if that is perplexity.
  public let bestScore: Double?
  public let bestEpoch: Int?
  /// The epochs, from 1, whose average is the best; the scores are then those of the average.
  public let bestAveraged: [Int]?

  package init(
    ending: Ending, steps: Int, epochs: Int, seconds: Double, tokens: Int,
    bestPerplexity: Double? = nil, bestScore: Double? = nil, bestEpoch: Int? = nil,
    bestAveraged: [Int]? = nil
  ) {
    (self.ending, self.steps, self.epochs) = (ending, steps, epochs)
    (self.seconds, self.tokens) = (seconds, tokens)
    (self.bestPerplexity, self.bestScore) = (bestPerplexity, bestScore)
    (self.bestEpoch, self.bestAveraged) = (bestEpoch, bestAveraged)
  }

  public var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }
}
