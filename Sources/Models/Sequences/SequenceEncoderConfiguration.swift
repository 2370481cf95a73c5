// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Layers

/// The architecture and sizes of an encoder of tokens or of vectors.
public struct SequenceEncoderConfiguration: Sendable, Equatable {
  /// The size of the vocabulary, including the special tokens; 0 for vectors.
  public var vocabularySize = 0
  /// D: the length of the vectors; 0 for tokens.
  public var vectorSize = 0
  /// The number of different characters, including the special tokens, if the model also reads the
  /// characters of each token; 0 if it does not.
  public var characterCount = 0
  /// E: the length of a token's embedding.
  public var embeddingSize = 128
  /// The length of a character's embedding.
  public var characterEmbeddingSize = 32
  /// The length of the vector that the characters of a token give.
  public var characterHiddenSize = 64
  /// H: the length of the hidden and cell states.
  public var hiddenSize = 256
  public var layers = 1
  public var cell = RecurrentCell.lstm
  public var layerNorm = false
  public var bidirectional = BidirectionalLayers.none
  /// True if each layer except the first adds its input to its output.
  public var residual = false
  /// The dropout rate of the input and between layers, in `[0, 1)`.
  public var dropout: Float = 0
  /// The dropout rate before the output layer, in `[0, 1)`.
  public var outputDropout: Float = 0
  /// The probability of dropping the whole embedding of a token in training, in `[0, 1)`.
  public var wordDropout: Float = 0
  /// True if training does not change the embeddings of tokens.
  public var frozenEmbeddings = false
  /// True if the dropout mask of a sequence is the same at all steps.
  public var variationalDropout = false

  public init() {}

  /// Makes this a model of vectors, before their size is known.
  package mutating func prepareForVectors() {
    (vocabularySize, characterCount, vectorSize) = (0, 0, 1)
  }

  var stack: StackConfiguration {
    StackConfiguration(
      cell: cell, layerNorm: layerNorm, layers: layers, hiddenSize: hiddenSize,
      residual: residual, dropout: dropout, variationalDropout: variationalDropout,
      wordDropout: wordDropout)
  }

  /// One bidirectional layer over the characters of a token.
  var characterStack: StackConfiguration {
    StackConfiguration(
      cell: cell, layerNorm: false, layers: 1, hiddenSize: characterHiddenSize, residual: false,
      dropout: 0, variationalDropout: false, wordDropout: 0)
  }

  /// The length of a step's input: the embedding, the characters and the vector, one after another.
  var inputSize: Int {
    (vocabularySize > 0 ? embeddingSize : 0) + (characterCount > 0 ? characterHiddenSize : 0)
      + vectorSize
  }

  /// Returns true if the model depends on a setting. Others are not in `config.json`.
  package func uses(_ key: String) -> Bool {
    switch key {
    case "embedding_size", "word_dropout", "vocabulary_size", "freeze_embeddings": vectorSize == 0
    case "character_embedding_size", "character_hidden_size", "character_count":
      characterCount > 0
    case "vector_size": vectorSize > 0
    default: true
    }
  }
}

extension Pooling: SettingValue {}

extension SequenceEncoderConfiguration: Configurable {
  public init(from decoder: any Swift.Decoder) throws {
    try self.init(readingFrom: decoder.container(keyedBy: NamedKey.self))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try write(to: &container, where: uses)
  }

  package static let settings: [Setting<SequenceEncoderConfiguration>] = [
    Setting(
      "embedding_size", \.embeddingSize, .written, .fixed(.weights), .within(Limits.embeddingSize)),
    Setting(
      "character_embedding_size", \.characterEmbeddingSize, .written, .fixed(.weights),
      .within(Limits.embeddingSize)),
    Setting(
      "character_hidden_size", \.characterHiddenSize, .written, .fixed(.weights),
      .within(Limits.hiddenSize)),
    Setting("hidden_size", \.hiddenSize, .written, .fixed(.weights), .within(Limits.hiddenSize)),
    Setting("layers", \.layers, .written, .fixed(.weights), .within(Limits.layers)),
    Setting("cell", \.cell, .written, .fixed(.weights)),
    Setting("layer_norm", \.layerNorm, .written, .fixed(.weights)),
    Setting("bidirectional", \.bidirectional, .written, .fixed(.weights)),
    Setting("freeze_embeddings", \.frozenEmbeddings, .added),
    Setting("residual", \.residual, .written, .fixed(.weights)),
    Setting(
      "vocabulary_size", \.vocabularySize, .written, .fixed(.weights),
      .within(Limits.vocabularySize), isGiven: false),
    Setting(
      "vector_size", \.vectorSize, .written, .fixed(.weights), .within(Limits.embeddingSize),
      isGiven: false),
    Setting(
      "character_count", \.characterCount, .written, .fixed(.weights),
      .within(Limits.vocabularySize), isGiven: false),
    Setting("dropout", \.dropout, .written, .changes, .rate),
    Setting("output_dropout", \.outputDropout, .written, .changes, .rate),
    Setting("word_dropout", \.wordDropout, .written, .changes, .rate),
    Setting("variational_dropout", \.variationalDropout, .written),
  ]

  /// The first value that is out of range or contradicts another, among the settings in use.
  package var invalidValue: InvalidValue? {
    if let value = outOfRange(where: uses) { return value }
    if bidirectional != .none && hiddenSize % 2 != 0 {
      return InvalidValue("hidden_size", "\(hiddenSize)", .even)
    }
    if characterCount > 0 && characterHiddenSize % 2 != 0 {
      return InvalidValue("character_hidden_size", "\(characterHiddenSize)", .evenOfCharacters)
    }
    return nil
  }
}
