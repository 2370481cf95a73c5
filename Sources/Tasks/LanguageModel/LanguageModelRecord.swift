// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Inference
import Models
import Text
public import Training

/// The contents of a language model's `config.json`.
public struct LanguageModelRecord: Equatable, Sendable {
  public var settings: LanguageModelSettings
  public var training: TrainingConfiguration
  public var corpus: CorpusFingerprint
  /// The fingerprint of the dev text, if it is a text of its own.
  public var development: CorpusFingerprint?
  /// The share of the text that is the dev set, at its end.
  public var developmentShare: Double

  /// Reads the record of the checkpoint in `files`.
  ///
  /// - Throws: `CheckpointError` or `FileError`.
  public init(_ files: CheckpointFiles) throws {
    self = try files.readConfiguration(task: LanguageModelSettings.task)
  }

  init(
    _ settings: LanguageModelSettings, _ training: TrainingConfiguration, _ data: LanguageModelData
  ) {
    self.settings = settings
    self.training = training
    corpus = data.fingerprint
    development = data.developmentFingerprint
    developmentShare = data.developmentShare
  }
}

extension LanguageModelRecord: CheckpointRecording {
  private enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case task, training, corpus
    case development = "dev_corpus"
    case developmentShare = "dev_share"
  }

  public init(from decoder: any Swift.Decoder) throws {
    settings = try LanguageModelSettings(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    training = try TrainingConfiguration(
      readingFrom: container.nestedContainer(keyedBy: NamedKey.self, forKey: .training),
      where: settings.model.kind.uses)
    corpus = try container.decode(CorpusFingerprint.self, forKey: .corpus)
    development = try container.decodeIfPresent(CorpusFingerprint.self, forKey: .development)
    developmentShare = try container.decode(Double.self, forKey: .developmentShare)
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    try settings.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(CheckpointFiles.newestFormatVersion, forKey: .formatVersion)
    try container.encode(LanguageModelSettings.task, forKey: .task)
    var section = container.nestedContainer(keyedBy: NamedKey.self, forKey: .training)
    try training.write(to: &section, where: settings.model.kind.uses)
    try container.encode(corpus, forKey: .corpus)
    try container.encodeIfPresent(development, forKey: .development)
    try container.encode(developmentShare, forKey: .developmentShare)
  }

  /// All settings of a language model's training. The streams of the text, and so the carried
  /// states, depend on the batch size.
  package static let settings: [Setting<LanguageModelRecord>] =
    LanguageModelConfiguration.settings.map { $0.at(\.settings.model, "model") }
    + RunningTextConfiguration.settings.map { $0.at(\.settings.text, "text") }
    + TrainingConfiguration.settings.filter { $0.key != "batch_tokens" }.map { setting in
      let setting = setting.at(\LanguageModelRecord.training, "training")
      return switch setting.key {
      case "batch_size": setting.fixed(.orderOfData)
      case "validation_metric": setting.limited(to: [ValidationMetric.perplexity.rawValue])
      default: setting
      }
    }

  /// - Throws: `TrainingError` if a value is out of range or contradicts another.
  func checkValues(hasDevelopment: Bool) throws(TrainingError) {
    let kind = settings.model.kind
    if let value = settings.model.invalidValue ?? settings.text.outOfRange(where: kind.uses)
      ?? training.outOfRange(where: kind.uses)
    {
      throw .invalidValue(value)
    }
    if kind != .ngram, let found = training.contradiction(hasDevelopment: hasDevelopment) {
      throw .contradiction(found)
    }
  }

  var part: CheckpointPart {
    CheckpointPart(CheckpointFiles.configurationName) { try writeConfiguration(self, to: $0) }
  }
}
