// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
public import Inference
public import Models
import Subwords
public import Text

/// Sequences of tokens with a label for each token, ready for training a labeller: the tokens as ids,
/// the vocabularies and the labels.
public struct LabellerData: Sendable {
  public let configuration: LabelledTokensConfiguration
  public let report: LabelledTextReport
  public let fingerprint: CorpusFingerprint
  /// What was found in the dev set, and its fingerprint, if it is in files of its own.
  public let developmentReport: LabelledTextReport?
  public let developmentFingerprint: CorpusFingerprint?
  package let assets: SequenceAssets
  let training: SequenceExamples
  let development: SequenceExamples?

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
    let parts = drawnAtRandom(tokens.count, developmentShare: configuration.developmentShare)
    let assets = given ?? Self.assets(tokens, parts.training, configuration)
    guard assets.labels.count > 1 else {
      throw LabelledTextError.oneLabel(paths: paths, label: assets.labels[0])
    }
    guard let vocabulary = assets.vocabulary else { preconditionFailure("tokens have ids") }
    let encoder = TokenEncoder(vocabulary, characters: assets.characters)
    func examples(_ tokens: LabelledTokens, _ numbers: [Int]) -> SequenceExamples {
      SequenceExamples(tokens, numbers, encoder, assets.labels)
    }
    training = examples(tokens, parts.training)
    development =
      other.map { examples($0, Array(0..<$0.count)) }
      ?? (parts.development.isEmpty ? nil : examples(tokens, parts.development))
    self.configuration = configuration
    self.assets = assets
    (report, fingerprint) = (tokens.report, tokens.fingerprint)
    (developmentReport, developmentFingerprint) = (other?.report, other?.fingerprint)
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

  package var hasDevelopment: Bool { development != nil }
  /// The tokens that the model will know.
  public var vocabulary: Vocabulary? { assets.vocabulary }
  /// The characters that the model will know; nil if it does not read them.
  public var characters: Vocabulary? { assets.characters }
  public var labels: LabelSet { assets.labels }

  /// The numbers of sequences to learn from, and of sequences in the dev set.
  public var sizes: (training: Int, development: Int?) { (training.count, development?.count) }

  /// The shares of the tokens that are not in the vocabulary.
  public var unknownShare: (training: Double, development: Double?) {
    (training.unknownShare, development?.unknownShare)
  }

  /// The labels of the dev set that do not occur in training, in code point order. No model can find
  /// them.
  public var unseenLabels: [String] { development?.unseenLabels ?? [] }

  /// Returns the configuration of a model for these tokens and labels.
  public func model(
    _ encoder: SequenceEncoderConfiguration = SequenceEncoderConfiguration()
  ) -> LabellerConfiguration {
    var model = LabellerConfiguration()
    model.encoder = encoder
    assets.setSizes(of: &model)
    return model
  }
}

extension LabelledTokensConfiguration {
  /// Windows divide sequences of any length.
  fileprivate var longestSequence: Int { window > 0 ? .max : maximumLength }
}
