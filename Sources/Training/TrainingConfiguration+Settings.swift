// SPDX-License-Identifier: Apache-2.0

public import Checkpoints

extension OptimizerKind: SettingValue {}
extension ScheduleKind: SettingValue {}

extension ValidationMetric: SettingValue {
  package static var kind: SettingKind { .choice([]) }
}

extension Averaging: SettingValue {
  package static var kind: SettingKind { .averaging }
  package init?(settingText: String) { self.init(settingText) }
  package var settingText: String { description }
  package var checkedText: String { "\(count)" }
}

extension TrainingPrecision: SettingValue {
  private static let fastestName = "auto"

  package static var kind: SettingKind { .choice(allCases.map(\.rawValue) + [fastestName]) }

  package init?(settingText: String) {
    if settingText == Self.fastestName {
      self = .fastest
    } else {
      self.init(rawValue: settingText)
    }
  }
}

extension TrainingConfiguration: Configurable {
  public init(from decoder: any Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<TrainingConfiguration>] = [
    Setting("batch_size", \.batchSize, .required, .changes, .within(Limits.batchSize)),
    Setting("batch_tokens", \.batchTokens, .added, .changes, .within(Limits.batchTokens)),
    Setting("accumulate", \.accumulate, .added, .changes, .within(Limits.batchSize)),
    Setting("epochs", \.epochs, .required, .changes, .within(Limits.epochs)),
    Setting("max_steps", \.maximumSteps, .added, .changes, .within(Limits.steps)),
    Setting("validation_metric", \.validationMetric, .added),
    Setting("patience", \.patience, .added, .changes, .within(Limits.epochs)),
    Setting("optimizer", \.optimizer, .required, .fixed(.optimizerState)),
    Setting("learning_rate", \.learningRate, .required, .changes, .aboveZero),
    Setting("schedule", \.scheduleKind, .added),
    Setting("warmup_steps", \.warmupSteps, .added, .changes, .within(Limits.steps)),
    Setting(
      "decay_rate", \.decayRate, .added, .changes,
      Validity { $0.map { $0 > 0 && $0 < 1 } ?? true ? nil : .betweenZeroAndOne }),
    Setting("decay_interval", \.decayInterval, .added, .changes, .within(Limits.steps)),
    Setting("plateau_patience", \.plateauPatience, .added, .changes, .within(Limits.epochs)),
    Setting("ema_decay", \.emaDecay, .added, .changes, .rate),
    Setting(
      "average", \.averaging, .added, .changes,
      Validity { averaging in
        averaging.map { Limits.averagedWeights.contains($0.count) } ?? true
          ? nil : .range(Limits.averagedWeights)
      }),
    Setting("recoveries", \.recoveries, .added, .changes, .within(0...100)),
    Setting("momentum", \.momentum, .required, .changes, .rate),
    Setting("beta2", \.beta2, .added, .changes, .rate),
    Setting("weight_decay", \.weightDecay, .required, .changes, .atLeastZero),
    Setting("clip_norm", \.clipNorm, .required, .changes, .atLeastZero),
    Setting("state_clip_norm", \.stateClipNorm, .added, .changes, .atLeastZero),
    Setting("label_smoothing", \.labelSmoothing, .added, .changes, .rate),
    Setting("scheduled_sampling", \.scheduledSampling, .added, .changes, .rate),
    Setting(
      "embedding_deviation", \.embeddingDeviation, .required, .fixed(.initialWeights),
      Validity {
        Validity.atLeastZero.violation($0)
          ?? ($0 <= Limits.embeddingDeviation ? nil : .atMost(Int(Limits.embeddingDeviation)))
      }),
    Setting(
      "forget_bias", \.forgetBias, .added, .fixed(.initialWeights),
      Validity { $0.flatMap(Validity.atLeastZero.violation) }),
    Setting("seed", \.seed, .required, .fixed(.orderOfData)),
    Setting("precision", \.precision, .added),
    Setting("threads", \.threads, .required, .changes, .within(Limits.threads)),
    Setting("log_interval", \.logInterval, .required, .changes, .within(Limits.steps)),
    Setting("save_interval", \.saveInterval, .required, .changes, .within(Limits.steps)),
    Setting("log_gradients", \.logGradients, .added),
    Setting("sample_every", \.sampleInterval, .added, .changes, .within(Limits.steps)),
  ]
}
