// SPDX-License-Identifier: Apache-2.0

public import Corpora
public import Inference
public import Models
import Subwords
public import Text

/// Texts or sequences of vectors and their labels, ready for training a classifier: the units of texts
/// as ids and the vocabulary, or the vectors and their standardization; and the labels.
public struct ClassifierData: LabelledData {
  public let configuration: LabelledTextConfiguration
  public let tokenizer: TokenizerConfiguration
  /// The settings for vectors, if there are any.
  public let vectors: VectorConfiguration
  public let examples: ExampleSets

  /// Reads the texts of `paths`, and builds the vocabulary and the set of labels from them. The dev
  /// set is in `developmentPaths` or, if there are none, the share of the texts that the
  /// configuration says, drawn at random.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError`, `TokenizerError`, `TextFormatError`,
  ///   `TextEncodingError` or `FileError`.
  public init(
    _ paths: [String], development developmentPaths: [String] = [],
    columns: PairColumns = .firstTwo, language: String = "und",
    _ configuration: LabelledTextConfiguration = LabelledTextConfiguration(), strict: Bool = false
  ) throws {
    try self.init(
      paths, development: developmentPaths, columns, language, configuration, nil, strict: strict)
  }

  /// Reads the texts of a checkpoint, to resume its training: with its units, vocabulary and labels,
  /// and with its configuration unless another one is given.
  ///
  /// - Throws: As for new texts.
  public init(
    _ paths: [String], development developmentPaths: [String] = [],
    columns: PairColumns = .firstTwo, of checkpoint: ClassifierCheckpoint,
    _ configuration: LabelledTextConfiguration? = nil, strict: Bool = false
  ) throws {
    try self.init(
      paths, development: developmentPaths, columns, checkpoint.settings.tokenizer.language,
      configuration ?? checkpoint.settings.text, checkpoint, strict: strict)
  }

  private init(
    _ paths: [String], development developmentPaths: [String], _ columns: PairColumns,
    _ language: String, _ configuration: LabelledTextConfiguration,
    _ checkpoint: ClassifierCheckpoint?, strict: Bool
  ) throws {
    let tokenizer = TokenizerConfiguration(language: language, normalization: .none)
    func read(_ paths: [String]) throws -> LabelledText {
      try LabelledText(
        paths, columns: columns, configuration.unit, tokenizer,
        maximumLength: configuration.maximumLength, strict: strict)
    }
    let text = try read(paths)
    let other = developmentPaths.isEmpty ? nil : try read(developmentPaths)
    var configuration = configuration
    if other != nil { configuration.developmentShare = 0 }
    let corpus = DividedCorpus(
      text, development: other, share: configuration.developmentShare)
    let assets =
      checkpoint?.assets ?? Self.assets(text, corpus.parts.training, configuration)
    guard let vocabulary = assets.vocabulary else { preconditionFailure("texts have units") }
    let codec = TokenCodec(vocabulary, merges: assets.merges)
    examples = try ExampleSets(corpus, assets, paths) {
      SequenceExamples($0, $1, codec, assets.labels)
    }
    (self.configuration, self.tokenizer) = (configuration, tokenizer)
    vectors = VectorConfiguration()
  }

  /// Builds the vocabulary and the set of labels of some texts.
  private static func assets(
    _ text: LabelledText, _ numbers: [Int], _ configuration: LabelledTextConfiguration
  ) -> SequenceAssets {
    let units = text.unitCounts(in: numbers)
    let merges = configuration.merges(of: units)
    return SequenceAssets(
      vocabulary: configuration.vocabulary(of: units, merges: merges), merges: merges,
      labels: text.labelSet(of: numbers))
  }

  /// Returns the configuration of a model for this vocabulary, or vectors of this size, and these
  /// labels.
  public func model(
    _ encoder: SequenceEncoderConfiguration = SequenceEncoderConfiguration()
  ) -> ClassifierConfiguration {
    var model = ClassifierConfiguration()
    model.encoder = encoder
    assets.setSizes(of: &model)
    return model
  }
}

// MARK: - Vectors

extension ClassifierData {
  /// Reads sequences of vectors with a label each. The dev set is in `development` or, if that is nil,
  /// the share of the sequences that the configuration says, drawn at random. Of the configuration,
  /// only the maximum length and this share apply.
  ///
  /// - Throws: `VectorLabelError`, `LabelledTextError`, `VectorError`, `NPYError`,
  ///   `SafetensorsError`, `TextFormatError` or `FileError`.
  public init(
    _ files: LabelledVectorFiles, development: LabelledVectorFiles? = nil,
    _ configuration: LabelledTextConfiguration = LabelledTextConfiguration(),
    vectors: VectorConfiguration = VectorConfiguration()
  ) throws {
    try self.init(files, development, configuration, vectors, nil)
  }

  /// Reads the vectors of a checkpoint, to resume its training: with its standardization and labels,
  /// and with its configuration unless another one is given.
  ///
  /// - Throws: As for new vectors.
  public init(
    _ files: LabelledVectorFiles, development: LabelledVectorFiles? = nil,
    of checkpoint: ClassifierCheckpoint, _ configuration: LabelledTextConfiguration? = nil
  ) throws {
    let settings = checkpoint.settings
    try self.init(
      files, development, configuration ?? settings.text, settings.vectors, checkpoint.assets)
  }

  private init(
    _ files: LabelledVectorFiles, _ development: LabelledVectorFiles?,
    _ configuration: LabelledTextConfiguration, _ vectors: VectorConfiguration,
    _ assets: SequenceAssets?
  ) throws {
    var (configuration, vectors) = (configuration, vectors)
    if development != nil { configuration.developmentShare = 0 }
    examples = try ExampleSets(
      files, development: development, .sequences, maximumLength: configuration.maximumLength,
      developmentShare: configuration.developmentShare, &vectors, assets)
    (self.configuration, self.vectors) = (configuration, vectors)
    tokenizer = ClassifierSettings().tokenizer
  }
}
