// SPDX-License-Identifier: Apache-2.0

public import Corpora
public import Inference
public import Models
import Subwords
import Text

/// Sequences of tokens or of vectors with a label for each, ready for training a labeller: the tokens as
/// ids and the vocabularies, or the vectors and their standardization; and the labels.
public struct LabellerData: LabelledData {
  public let configuration: LabelledTokensConfiguration
  /// The settings for vectors, if there are any.
  public let vectors: VectorConfiguration
  public let examples: ExampleSets

  /// Reads the sequences of `paths`, and builds the vocabularies and the set of labels from them.
  /// Lines with a token, a tab and its label, with a blank line after each sequence, and CoNLL-U
  /// files are understood; `columns` chooses other columns. The dev set is in `developmentPaths` or,
  /// if there are none, the share of the sequences that the configuration says, drawn at random.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError`, `TextFormatError`, `TextEncodingError` or
  ///   `FileError`.
  public init(
    _ paths: [String], development developmentPaths: [String] = [], columns: PairColumns? = nil,
    _ configuration: LabelledTokensConfiguration = LabelledTokensConfiguration(),
    strict: Bool = false
  ) throws {
    try self.init(
      paths, development: developmentPaths, columns, configuration, nil, strict: strict)
  }

  /// Reads the sequences of a checkpoint, to resume its training: with its vocabularies and labels,
  /// and with its configuration unless another one is given.
  ///
  /// - Throws: As for new sequences.
  public init(
    _ paths: [String], development developmentPaths: [String] = [], columns: PairColumns? = nil,
    of checkpoint: LabellerCheckpoint, _ configuration: LabelledTokensConfiguration? = nil,
    strict: Bool = false
  ) throws {
    try self.init(
      paths, development: developmentPaths, columns, configuration ?? checkpoint.settings.tokens,
      checkpoint.assets, strict: strict)
  }

  private init(
    _ paths: [String], development developmentPaths: [String], _ columns: PairColumns?,
    _ configuration: LabelledTokensConfiguration, _ given: SequenceAssets?, strict: Bool
  ) throws {
    func read(_ paths: [String]) throws -> LabelledTokens {
      try LabelledTokens(
        paths, columns: columns, maximumLength: configuration.longestSequence, strict: strict)
    }
    let tokens = try read(paths)
    let other = developmentPaths.isEmpty ? nil : try read(developmentPaths)
    var configuration = configuration
    if other != nil { configuration.developmentShare = 0 }
    let corpus = DividedCorpus(
      tokens, development: other, share: configuration.developmentShare)
    let assets = given ?? Self.assets(tokens, corpus.parts.training, configuration)
    guard let vocabulary = assets.vocabulary else { preconditionFailure("tokens have ids") }
    let encoder = TokenEncoder(vocabulary, characters: assets.characters)
    examples = try ExampleSets(corpus, assets, paths) {
      SequenceExamples($0, $1, encoder, assets.labels)
    }
    self.configuration = configuration
    vectors = VectorConfiguration()
  }

  /// Builds the vocabularies and the set of labels of some sequences.
  private static func assets(
    _ tokens: LabelledTokens, _ numbers: [Int], _ configuration: LabelledTokensConfiguration
  ) -> SequenceAssets {
    var (builder, characters) = (VocabularyBuilder(), VocabularyBuilder())
    let splitter = TokenEncoder.characterSplitter()
    for (number, count) in tokens.tokenCounts(in: numbers).enumerated() where count > 0 {
      tokens.tokens.withToken(number) { builder.count($0, times: count) }
      if configuration.characters {
        for character in splitter.units(of: tokens.tokens[number]) {
          characters.count(character.utf8Span.span, times: count)
        }
      }
    }
    return SequenceAssets(
      vocabulary: builder.build(
        minimumFrequency: configuration.minimumFrequency,
        maximumSize: configuration.maximumVocabulary),
      characters: configuration.characters ? characters.build() : nil,
      labels: tokens.labelSet(of: numbers))
  }

  /// Returns the configuration of a model for these tokens, or vectors of this size, and labels.
  public func model(
    _ encoder: SequenceEncoderConfiguration = SequenceEncoderConfiguration()
  ) -> LabellerConfiguration {
    var model = LabellerConfiguration()
    model.encoder = encoder
    assets.setSizes(of: &model)
    return model
  }
}

// MARK: - Vectors

extension LabellerData {
  /// Reads sequences of vectors with a label for each vector; if nothing says where sequences end, all
  /// vectors are one sequence. The dev set is in `development` or, if that is nil, the share of the
  /// sequences that the configuration says, drawn at random. Of the configuration, only the maximum
  /// length, the window and this share apply.
  ///
  /// - Throws: `VectorLabelError`, `LabelledTextError`, `VectorError`, `NPYError`,
  ///   `SafetensorsError`, `TextFormatError` or `FileError`.
  public init(
    _ files: LabelledVectorFiles, development: LabelledVectorFiles? = nil,
    _ configuration: LabelledTokensConfiguration = LabelledTokensConfiguration(),
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
    of checkpoint: LabellerCheckpoint, _ configuration: LabelledTokensConfiguration? = nil
  ) throws {
    let settings = checkpoint.settings
    try self.init(
      files, development, configuration ?? settings.tokens, settings.vectors, checkpoint.assets)
  }

  private init(
    _ files: LabelledVectorFiles, _ development: LabelledVectorFiles?,
    _ configuration: LabelledTokensConfiguration, _ vectors: VectorConfiguration,
    _ assets: SequenceAssets?
  ) throws {
    var (configuration, vectors) = (configuration, vectors)
    if development != nil { configuration.developmentShare = 0 }
    examples = try ExampleSets(
      files, development: development, .vectors, maximumLength: configuration.longestSequence,
      developmentShare: configuration.developmentShare, &vectors, assets)
    (self.configuration, self.vectors) = (configuration, vectors)
  }
}

extension LabelledTokensConfiguration {
  /// Windows divide sequences of any length.
  fileprivate var longestSequence: Int { window > 0 ? .max : maximumLength }
}
