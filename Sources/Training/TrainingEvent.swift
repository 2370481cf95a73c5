// SPDX-License-Identifier: Apache-2.0

/// What happens during training, as it happens.
public enum TrainingEvent: Sendable, Equatable {
  case step(StepReport)
  /// An entry was written to `metrics.jsonl`.
  case metrics(MetricsEntry)
  case epoch(EpochReport)
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
  public let perplexity: Double?
  /// Whether its weights are the best so far, and now in `model.safetensors`.
  public let isBest: Bool
}

/// What a run came to.
public struct TrainingSummary: Sendable, Equatable {
  public enum Ending: Sendable, Equatable {
    /// All epochs are done.
    case completed
    case maximumSteps
    /// No better dev perplexity for as many epochs as patience allows.
    case patience
    /// The caller asked for an end; the state is saved.
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
  public let bestEpoch: Int?

  public var targetTokensPerSecond: Double { seconds > 0 ? Double(targetTokens) / seconds : 0 }
}
