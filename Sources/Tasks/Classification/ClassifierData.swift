// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
import Compute
public import Corpora
import Files
public import Inference
public import Models
import Subwords
public import Text

/// Texts and their labels, ready for training a classifier: the units as ids, the vocabulary and the
/// labels.
public struct ClassifierData: Sendable {
  public let configuration: LabelledTextConfiguration
  public let tokenizer: TokenizerConfiguration
  public let report: LabelledTextReport
  public let fingerprint: CorpusFingerprint
  /// What was found in the dev set, and its fingerprint, if it is in files of its own.
  public let developmentReport: LabelledTextReport?
  public let developmentFingerprint: CorpusFingerprint?
  package let assets: SequenceAssets
  let training: SequenceExamples
  let development: SequenceExamples?

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
    let parts = drawnAtRandom(text.count, developmentShare: configuration.developmentShare)
    let assets =
      checkpoint?.assets ?? Self.assets(text, parts.training, configuration)
    guard assets.labels.count > 1 else {
      throw LabelledTextError.oneLabel(paths: paths, label: assets.labels[0])
    }
    guard let vocabulary = assets.vocabulary else { preconditionFailure("texts have units") }
    let codec = TokenCodec(vocabulary, merges: assets.merges)
    func examples(_ text: LabelledText, _ numbers: [Int]) -> SequenceExamples {
      SequenceExamples(text, numbers, codec, assets.labels)
    }
    training = examples(text, parts.training)
    development =
      other.map { examples($0, Array(0..<$0.count)) }
      ?? (parts.development.isEmpty ? nil : examples(text, parts.development))
    self.configuration = configuration
    self.tokenizer = tokenizer
    self.assets = assets
    (report, fingerprint) = (text.report, text.fingerprint)
    (developmentReport, developmentFingerprint) = (other?.report, other?.fingerprint)
  }

  /// Builds the vocabulary and the set of labels of some texts.
  private static func assets(
    _ text: LabelledText, _ numbers: [Int], _ configuration: LabelledTextConfiguration
  ) -> SequenceAssets {
    let units = text.unitCounts(in: numbers)
    let merges =
      configuration.unit == .subword
      ? BytePairMerges(learning: configuration.merges, from: [units]) : nil
    return SequenceAssets(
      vocabulary: configuration.vocabulary(of: units, merges: merges), merges: merges,
      labels: text.labelSet(of: numbers))
  }

  package var hasDevelopment: Bool { development != nil }
  /// The units that the model will know.
  public var vocabulary: Vocabulary? { assets.vocabulary }
  public var labels: LabelSet { assets.labels }

  /// The numbers of texts to learn from, and of texts in the dev set.
  public var sizes: (training: Int, development: Int?) { (training.count, development?.count) }

  /// The shares of the units that are not in the vocabulary.
  public var unknownShare: (training: Double, development: Double?) {
    (training.unknownShare, development?.unknownShare)
  }

  /// The labels of the dev set that do not occur in training, in code point order. No model can find
  /// them.
  public var unseenLabels: [String] { development?.unseenLabels ?? [] }

  /// Returns the configuration of a model for this vocabulary and these labels.
  public func model(
    _ encoder: SequenceEncoderConfiguration = SequenceEncoderConfiguration()
  ) -> ClassifierConfiguration {
    var model = ClassifierConfiguration()
    model.encoder = encoder
    assets.setSizes(of: &model)
    return model
  }
}
