// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
import Layers

extension LanguageModelConfiguration: Configurable {
  /// Creates a model without tokens; the vocabulary is filled in later.
  package init() { self.init(vocabularySize: 0) }

  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container, where: kind.uses)
  }

  package static let settings: [Setting<LanguageModelConfiguration>] = [
    Setting("model", \.kind, .written, .fixed(.weights)),
    Setting("order", \.order, .written, .fixed(.weights)),
    Setting("embedding_size", \.embeddingSize, .written, .fixed(.weights)),
    Setting("hidden_size", \.hiddenSize, .written, .fixed(.weights)),
    Setting("layers", \.layers, .written, .fixed(.weights), .within(Limits.layers)),
    Setting("cell", \.cell, .written, .fixed(.weights)),
    Setting("layer_norm", \.layerNorm, .written, .fixed(.weights)),
    Setting("residual", \.residual, .written, .fixed(.weights)),
    Setting("tie_embeddings", \.tiedEmbeddings, .written, .fixed(.weights)),
    Setting("freeze_embeddings", \.frozenEmbeddings, .added),
    Setting("learned_initial_state", \.learnedInitialState, .written, .fixed(.weights)),
    Setting(
      "vocabulary_size", \.vocabularySize, .required, .fixed(.weights),
      .within(Limits.vocabularySize), isGiven: false),
    Setting("dropout", \.dropout, .written, .changes, .rate),
    Setting("output_dropout", \.outputDropout, .written, .changes, .rate),
    Setting("word_dropout", \.wordDropout, .written, .changes, .rate),
    Setting("variational_dropout", \.variationalDropout, .written),
  ]

  /// The first value that is out of range or contradicts another, among the settings that the kind
  /// uses.
  package var invalidValue: InvalidValue? {
    outOfRange(where: kind.uses) ?? sizeOutOfRange ?? contradiction ?? excessiveSize
  }

  private var sizeOutOfRange: InvalidValue? {
    sizes.first { !$0.range.contains($0.size) }.map { key, size, range in
      InvalidValue(key, "\(size)", .range(range))
    }
  }

  /// The settings whose ranges depend on the kind.
  private var sizes: [(key: String, size: Int, range: ClosedRange<Int>)] {
    switch kind {
    case .recurrent:
      [
        ("embedding_size", embeddingSize, Limits.embeddingSize),
        ("hidden_size", hiddenSize, Limits.hiddenSize),
      ]
    case .window:
      [
        ("order", order, Limits.contextSize),
        ("embedding_size", embeddingSize, 0...Limits.embeddingSize.upperBound),
        ("hidden_size", hiddenSize, 0...Limits.hiddenSize.upperBound),
      ]
    case .ngram: [("order", order, NGramModel.orders)]
    }
  }

  private var contradiction: InvalidValue? {
    if frozenEmbeddings && kind.uses("tie_embeddings") && tiedEmbeddings {
      return InvalidValue("freeze_embeddings", "true", .unfrozen(as: "false"))
    }
    guard kind.uses("tie_embeddings"), tiedEmbeddings, embeddingSize != hiddenSize else {
      return nil
    }
    return InvalidValue(
      "tie_embeddings", "true",
      .untied(as: "false", embeddingSize: embeddingSize, hiddenSize: hiddenSize))
  }

  private var excessiveSize: InvalidValue? {
    let (count, limit) = (parameterCount, Limits.parameters.upperBound)
    guard count > limit else { return nil }
    let (key, size) = hiddenSize > 0 ? ("hidden_size", hiddenSize) : ("order", order)
    return InvalidValue(key, "\(size)", .fewerParameters(count: count, limit: limit))
  }
}

extension LanguageModelKind: SettingValue {}
