// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
import Layers

extension RecurrentCell: SettingValue {
  package static var kind: SettingKind { .choiceOrFormula(allCases.map(\.rawValue)) }
}
extension BidirectionalLayers: SettingValue {}
extension DecoderInitialization: SettingValue {}
extension AttentionKind: SettingValue {}
extension TiedEmbeddings: SettingValue {}
extension FrozenEmbeddings: SettingValue {}

extension ModelConfiguration: Configurable {
  /// Creates a model without words; the vocabularies are filled in later.
  package init() { self.init(sourceVocabularySize: 0, targetVocabularySize: 0) }

  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container)
  }

  package static let settings: [Setting<ModelConfiguration>] = [
    Setting(
      "embedding_size", \.embeddingSize, .required, .fixed(.weights), .within(Limits.embeddingSize)),
    Setting("hidden_size", \.hiddenSize, .required, .fixed(.weights), .within(Limits.hiddenSize)),
    Setting("layers", \.layers, .required, .fixed(.weights), .within(Limits.layers)),
    Setting("cell", \.cell, .added, .fixed(.weights)),
    Setting("layer_norm", \.layerNorm, .added, .fixed(.weights)),
    Setting("bidirectional", \.bidirectional, .added, .fixed(.weights)),
    Setting("residual", \.residual, .added, .fixed(.weights)),
    Setting("share_weights", \.sharedWeights, .added, .fixed(.weights)),
    Setting("decoder_init", \.decoderInitialization, .added, .fixed(.weights)),
    Setting("attention", \.attention, .added, .fixed(.weights)),
    Setting("input_feeding", \.inputFeeding, .added, .fixed(.weights)),
    Setting("tie_embeddings", \.tiedEmbeddings, .added, .fixed(.weights)),
    Setting("freeze_embeddings", \.frozenEmbeddings, .added),
    Setting(
      "source_vocabulary_size", \.sourceVocabularySize, .required, .fixed(.weights),
      .within(Limits.vocabularySize), isGiven: false),
    Setting(
      "target_vocabulary_size", \.targetVocabularySize, .required, .fixed(.weights),
      .within(Limits.vocabularySize), isGiven: false),
    Setting("dropout", \.dropout, .required, .changes, .rate),
    Setting("output_dropout", \.outputDropout, .written, .changes, .rate),
    Setting("word_dropout", \.wordDropout, .added, .changes, .rate),
    Setting("variational_dropout", \.variationalDropout, .added),
  ]
}

// MARK: - Checks

extension ModelConfiguration {
  /// The first value that is out of range or contradicts another.
  package var invalidValue: InvalidValue? { outOfRange ?? contradiction ?? excessiveSize }

  /// A value that contradicts another one.
  private var contradiction: InvalidValue? {
    if bidirectional != .none && hiddenSize % 2 != 0 {
      return InvalidValue("hidden_size", "\(hiddenSize)", .even)
    }
    if sharedWeights && bidirectional != .none {
      return InvalidValue("share_weights", "true", .falseIfBidirectional)
    }
    if sharedWeights && inputFeeding {
      return InvalidValue("share_weights", "true", .falseWithInputFeeding)
    }
    if decoderInitialization == .zero && attention == .none {
      return InvalidValue(
        "decoder_init", DecoderInitialization.zero.rawValue, .stateOfInput)
    }
    if inputFeeding && attention == .none {
      return InvalidValue("input_feeding", "true", .falseWithoutAttention)
    }
    if tiedEmbeddings != .none && embeddingSize != hiddenSize {
      return InvalidValue(
        "tie_embeddings", tiedEmbeddings.rawValue,
        .untied(as: "none", embeddingSize: embeddingSize, hiddenSize: hiddenSize))
    }
    if freezesOutput {
      return InvalidValue(
        "freeze_embeddings", frozenEmbeddings.rawValue,
        .unfrozen(as: tiedEmbeddings == .target ? "source or none" : "none"))
    }
    if tiedEmbeddings == .all && sourceVocabularySize != targetVocabularySize {
      return Self.twoVocabularies
    }
    return nil
  }

  /// True if frozen embeddings are also the weights of the output layer.
  private var freezesOutput: Bool {
    switch tiedEmbeddings {
    case .none: false
    case .target: frozenEmbeddings.freezesTarget
    case .all: frozenEmbeddings != .none
    }
  }

  /// The fault of sharing one embedding table between two vocabularies.
  package static let twoVocabularies = InvalidValue(
    "tie_embeddings", TiedEmbeddings.all.rawValue, .oneVocabulary)

  /// The number of trained parameters; each value must be in its range.
  package var parameterCount: Int { EncoderDecoder(self).layout.parameterCount }

  /// The largest size in a model that has too many parameters.
  private var excessiveSize: InvalidValue? {
    let count = parameterCount
    guard !Limits.parameters.contains(count) else { return nil }
    let embeddingParameters = (sourceVocabularySize + targetVocabularySize) * embeddingSize
    let (key, size) =
      embeddingParameters > count / 2
      ? ("embedding_size", embeddingSize) : ("hidden_size", hiddenSize)
    return InvalidValue(
      key, "\(size)", .fewerParameters(count: count, limit: Limits.parameters.upperBound))
  }
}
