// SPDX-License-Identifier: Apache-2.0

/// What happens during training, as it happens.
public enum TrainingEvent: Sendable, Equatable {
  case step(StepReport)
  /// An entry was written to `metrics.jsonl`.
  case metrics(MetricsEntry)
  case epoch(EpochReport)
  /// Training diverged and went back to the last good state.
  case recovered(RecoveryReport)
  /// The run has ended, and the mean of the weights that were kept was scored.
  case averaged(AverageReport)
  /// The training state was saved.
  case saved(step: Int)
}

/// One step of training.
public struct StepReport: Sendable, Equatable {
  /// Steps made since the start, and those that a full run takes.
  public let step: Int
  public let totalSteps: Int
  /// From 1.
  public let epoch: Int
  /// The mean negative log-likelihood of a target token before the step, in nats.
  public let loss: Double
  public let gradientNorm: Double
  public let targetTokens: Int
}

/// The end of an epoch.
public struct EpochReport: Sendable, Equatable {
  /// From 1.
  public let epoch: Int
  public let step: Int
  /// Of the dev set; nil where there is none.
  public let scores: ValidationScores?
  public var perplexity: Double? { scores?.perplexity }
  /// Whether its weights are the best so far, and now in `model.safetensors`.
  public let isBest: Bool
  /// Whether they score 0 by the validation metric like all before, or exactly what the best weights
  /// score, so that perplexity chose between them.
  public let isTied: Bool

  init(
    epoch: Int, step: Int, scores: ValidationScores?, isBest: Bool, isTied: Bool = false
  ) {
    (self.epoch, self.step, self.scores) = (epoch, step, scores)
    (self.isBest, self.isTied) = (isBest, isTied)
  }
}

/// How training that diverged goes on.
public struct RecoveryReport: Sendable, Equatable {
  /// The step that it diverged at, with its loss in nats.
  public let step: Int
  public let loss: Double
  /// The step of the state that it went back to.
  public let stepBack: Int
  /// That of the next step.
  public let learningRate: Float
  /// How often it has gone back, and may.
  public let recoveries: Int
  public let mostRecoveries: Int
}

/// What the mean of several weights came to.
public struct AverageReport: Sendable, Equatable {
  /// The epochs, from 1, that ended in the weights.
  public let epochs: [Int]
  /// Of the dev set; nil where there is none.
  public let scores: ValidationScores?
  /// Whether it is better than the best of them, and now in `model.safetensors`.
  public let isBest: Bool
}

/// What a run came to.
public struct TrainingSummary: Sendable, Equatable {
  public enum Ending: Sendable, Equatable {
    /// All epochs are done.
    case completed
    case maximumSteps
    /// No better score of the dev set for as many epochs as patience allows.
    case patience
    /// The caller asked for an end; the state is saved, or was before steps that may have been the
    /// first of a divergence.
    case interrupted
  }

  public let ending: Ending
  /// Steps made since the start, earlier runs included.
  public let steps: Int
  public let epochs: Int
  /// Of this run alone: time in training steps, and the target tokens they saw.
  public let seconds: Double
  public let targetTokens: Int
  /// Of the dev set, and the epoch, from 1, that reached it; nil where there is no dev set.
  public let bestPerplexity: Double?
  /// By the validation metric, where that is not perplexity.
  public let bestScore: Double?
  public let bestEpoch: Int?
  /// The epochs, from 1, whose average is better still, and has these scores.
  public let bestAveraged: [Int]?

  public var targetTokensPerSecond: Double { seconds > 0 ? Double(targetTokens) / seconds : 0 }
}
