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
    try write(to: &container)
  }

  package static let settings: [Setting<LanguageModelConfiguration>] = [
    Setting(
      "embedding_size", \.embeddingSize, .written, .fixed(.weights), .within(Limits.embeddingSize)),
    Setting("hidden_size", \.hiddenSize, .written, .fixed(.weights), .within(Limits.hiddenSize)),
    Setting("layers", \.layers, .written, .fixed(.weights), .within(Limits.layers)),
    Setting("cell", \.cell, .written, .fixed(.weights)),
    Setting("layer_norm", \.layerNorm, .written, .fixed(.weights)),
    Setting("residual", \.residual, .written, .fixed(.weights)),
    Setting("tie_embeddings", \.tiedEmbeddings, .written, .fixed(.weights)),
    Setting("learned_initial_state", \.learnedInitialState, .written, .fixed(.weights)),
    Setting(
      "vocabulary_size", \.vocabularySize, .required, .fixed(.weights),
      .within(Limits.vocabularySize), isGiven: false),
    Setting("dropout", \.dropout, .written, .changes, .rate),
    Setting("output_dropout", \.outputDropout, .written, .changes, .rate),
    Setting("word_dropout", \.wordDropout, .written, .changes, .rate),
    Setting("variational_dropout", \.variationalDropout, .written),
  ]

  /// The first value that is out of range or contradicts another.
  package var invalidValue: InvalidValue? {
    if let outOfRange { return outOfRange }
    if tiedEmbeddings && embeddingSize != hiddenSize {
      return InvalidValue(
        "tie_embeddings", "true", .untied(embeddingSize: embeddingSize, hiddenSize: hiddenSize))
    }
    let (count, limits) = (parameterCount, Limits.parameters)
    guard !limits.contains(count) else { return nil }
    return InvalidValue(
      "hidden_size", "\(hiddenSize)", .fewerParameters(count: count, limit: limits.upperBound))
  }
}
