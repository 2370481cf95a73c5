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
  }

  /// Creates the settings of a new run; the vocabulary and the corpus are filled in once the text has
  /// been read.
  package init(training: TrainingConfiguration) {
    settings = LanguageModelSettings(
      model: LanguageModelConfiguration(vocabularySize: Vocabulary.Special.tokens.count),
      text: RunningTextConfiguration(),
      tokenizer: TokenizerConfiguration(language: "und", normalization: .none))
    self.training = training
    corpus = CorpusFingerprint(bytes: 0, lines: 0, hash: "")
  }
}

extension LanguageModelRecord: CheckpointRecording {
  private enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case task, training, corpus
    case development = "dev_corpus"
  }

  public init(from decoder: any Swift.Decoder) throws {
    settings = try LanguageModelSettings(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    training = try TrainingConfiguration(
      readingFrom: container.nestedContainer(keyedBy: NamedKey.self, forKey: .training),
      where: settings.model.kind.uses)
    corpus = try container.decode(CorpusFingerprint.self, forKey: .corpus)
    development = try container.decodeIfPresent(CorpusFingerprint.self, forKey: .development)
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
  }

  /// All settings of a language model's training. The streams of the text, and so the carried
  /// states, depend on the batch size.
  package static let settings: [Setting<LanguageModelRecord>] =
    LanguageModelConfiguration.settings.map { $0.at(\.settings.model, "model") }
    + RunningTextConfiguration.settings.map { $0.at(\.settings.text, "text") }
    + TrainingConfiguration.settings.filter { !unusedByTraining.contains($0.key) }.map { setting in
      let setting = setting.at(\LanguageModelRecord.training, "training")
      return switch setting.key {
      case "batch_size": setting.fixed(.orderOfData)
      case "validation_metric": setting.limited(to: [ValidationMetric.perplexity.rawValue])
      default: setting
      }
    }

  private static let unusedByTraining: Set = ["batch_tokens", "scheduled_sampling"]

  /// The first value that is out of range, among the settings that the kind of model uses.
  package var invalidValue: InvalidValue? {
    let kind = settings.model.kind
    return settings.model.invalidValue ?? settings.text.outOfRange(where: kind.uses)
      ?? training.outOfRange(where: kind.uses)
  }

  /// Returns the first two settings that contradict each other.
  package func contradiction(hasDevelopment: Bool) -> TrainingContradiction? {
    settings.model.kind == .ngram
      ? nil : training.contradiction(hasDevelopment: hasDevelopment)
  }

  /// - Throws: `TrainingError` if a value is out of range or contradicts another, or if the model does
  ///   not fit into memory.
  func checkValues(hasDevelopment: Bool) throws(TrainingError) {
    if let invalidValue { throw .invalidValue(invalidValue) }
    if let found = contradiction(hasDevelopment: hasDevelopment) { throw .contradiction(found) }
    try training.checkMemory(parameters: settings.model.parameterCount)
  }

  /// - Throws: `TrainingError.fixedValue` for the first fixed value that differs from `stored`.
  package func checkFixedValues(against stored: LanguageModelRecord) throws(TrainingError) {
    let (was, now) = (stored.settings.tokenizer.language, settings.tokenizer.language)
    if !Language.isSame(was, now) {
      throw .fixedValue(key: "language", was: was, now: now, .vocabularies)
    }
    if let (key, was, now, reason) = changedFixedSetting(since: stored) {
      throw .fixedValue(key: key, was: was, now: now, reason)
    }
  }

  /// Checks that the texts are those of `stored`. A dev set may be added.
  ///
  /// - Throws: `TrainingError.corpusChanged` or `.developmentChanged`.
  func checkCorpora(against stored: LanguageModelRecord) throws(TrainingError) {
    if corpus != stored.corpus { throw .corpusChanged(was: stored.corpus, now: corpus) }
    if let was = stored.development, let now = development, was != now {
      throw .developmentChanged(was: was, now: now)
    }
  }

  var part: CheckpointPart {
    CheckpointPart(CheckpointFiles.configurationName) { try writeConfiguration(self, to: $0) }
  }
}
