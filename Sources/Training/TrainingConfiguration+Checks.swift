// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Models

extension TrainingConfiguration {
  /// The first value that is out of range.
  public var invalidValue: InvalidValue? {
    let counts: [(CodingKeys, Int?, ClosedRange<Int>)] = [
      (.batchSize, batchSize, Limits.batchSize), (.batchTokens, batchTokens, Limits.batchTokens),
      (.accumulate, accumulate, Limits.batchSize), (.epochs, epochs, Limits.epochs),
      (.maximumSteps, maximumSteps, Limits.steps), (.patience, patience, Limits.epochs),
      (.warmupSteps, warmupSteps, Limits.steps), (.decayInterval, decayInterval, Limits.steps),
      (.plateauPatience, plateauPatience, Limits.epochs),
      (.averaging, averaging?.count, Limits.averagedWeights), (.recoveries, recoveries, 0...100),
      (.threads, threads, Limits.threads), (.logInterval, logInterval, Limits.steps),
      (.saveInterval, saveInterval, Limits.steps),
    ]
    if let invalid = firstOutOfRange(counts) { return invalid }
    guard learningRate > 0 && learningRate.isFinite else {
      return (
        CodingKeys.learningRate.rawValue, "\(learningRate)",
        learningRate == .infinity ? "finite" : "above 0"
      )
    }
    if let decayRate, !(decayRate > 0 && decayRate < 1) {
      return (CodingKeys.decayRate.rawValue, "\(decayRate)", "above 0 and below 1")
    }
    for (key, value) in [
      (CodingKeys.momentum, momentum), (.emaDecay, emaDecay ?? 0),
      (.labelSmoothing, labelSmoothing ?? 0), (.scheduledSampling, scheduledSampling ?? 0),
    ]
    where !(value >= 0 && value < 1) {
      return (key.rawValue, "\(value)", "at least 0 and below 1")
    }
    for (key, value) in [
      (CodingKeys.weightDecay, weightDecay), (.clipNorm, clipNorm),
      (.embeddingDeviation, embeddingDeviation),
    ]
    where !(value >= 0 && value.isFinite) {
      return (key.rawValue, "\(value)", value == .infinity ? "finite" : "at least 0")
    }
    guard embeddingDeviation <= Limits.embeddingDeviation else {
      return (
        CodingKeys.embeddingDeviation.rawValue, "\(embeddingDeviation)",
        "at most \(Int(Limits.embeddingDeviation))"
      )
    }
    return nil
  }

  /// Returns the first two settings that contradict each other, for data with or without a dev set.
  /// `scoresOutputs` is false if only the loss of the dev set is computed.
  public func contradiction(
    hasDevelopment: Bool, scoresOutputs: Bool = true
  ) -> TrainingContradiction? {
    let kind = scheduleKind ?? .constant
    if momentum != 0 && optimizer != .sgd { return .momentumWithoutSGD(optimizer) }
    if warmupSteps != nil && kind != .inverseSquareRoot { return .warmupWithoutItsSchedule(kind) }
    if decayRate != nil && kind != .exponential && kind != .plateau {
      return .decayRateWithoutItsSchedule(kind)
    }
    if decayInterval != nil && kind != .exponential {
      return .decayIntervalWithoutItsSchedule(kind)
    }
    if plateauPatience != nil && kind != .plateau {
      return .plateauPatienceWithoutItsSchedule(kind)
    }
    if let metric = validationMetric, metric != .perplexity && !scoresOutputs {
      return .metricWithoutOutputs(metric)
    }
    if let averaging, averaging.count > epochs {
      return .averageOfMoreThanEpochs(averaging, epochs: epochs)
    }
    return hasDevelopment ? nil : contradictionWithoutDevelopment
  }

  private var contradictionWithoutDevelopment: TrainingContradiction? {
    if scheduleKind == .plateau { return .plateauWithoutDevelopment }
    if let metric = validationMetric, metric != .perplexity {
      return .metricWithoutDevelopment(metric)
    }
    if let averaging, averaging.choice == .best { return .bestWithoutDevelopment(averaging) }
    return nil
  }
}

/// Two settings that contradict each other.
public enum TrainingContradiction: Equatable, Sendable {
  /// Momentum with an optimizer other than SGD.
  case momentumWithoutSGD(OptimizerKind)
  /// A setting of one schedule combined with another schedule.
  case warmupWithoutItsSchedule(ScheduleKind)
  case decayRateWithoutItsSchedule(ScheduleKind)
  case decayIntervalWithoutItsSchedule(ScheduleKind)
  case plateauPatienceWithoutItsSchedule(ScheduleKind)
  /// A metric of the model's outputs on the dev set, which are not computed.
  case metricWithoutOutputs(ValidationMetric)
  /// More weights to average than epochs: each epoch yields one set.
  case averageOfMoreThanEpochs(Averaging, epochs: Int)
  /// A setting that needs dev scores, without a dev set.
  case plateauWithoutDevelopment
  case metricWithoutDevelopment(ValidationMetric)
  case bestWithoutDevelopment(Averaging)
}
