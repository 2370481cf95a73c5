// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
import Files
public import Inference
public import Models
import Subwords
public import Text

/// A text ready for training a language model: the units as ids, and the vocabulary.
public struct LanguageModelData: Sendable {
  public let configuration: RunningTextConfiguration
  public let tokenizer: TokenizerConfiguration
  public let vocabulary: Vocabulary
  public let report: RunningTextReport
  public let fingerprint: CorpusFingerprint
  /// What was found in the dev text, and its fingerprint, if it is a text of its own.
  public let developmentReport: RunningTextReport?
  public let developmentFingerprint: CorpusFingerprint?
  let merges: BytePairMerges?
  let training: RunningText
  let development: RunningText?

  /// Reads the text of `paths`, and builds the vocabulary from it unless one is given. The dev set
  /// is the text of `developmentPaths` or, if there are none, the share at the end of the text that
  /// the configuration says.
  ///
  /// The text is not kept in memory: its ids are in an unnamed file in `scratchDirectory`, or in the
  /// directory for temporary files.
  ///
  /// - Throws: `RunningTextError`, `CorpusError`, `TokenizerError`, `TextFormatError`,
  ///   `TextEncodingError` or `FileError`.
  public init(
    _ paths: [String], development developmentPaths: [String] = [], language: String = "und",
    _ configuration: RunningTextConfiguration = RunningTextConfiguration(),
    vocabulary given: Vocabulary? = nil, strict: Bool = false, threads: Int = 1,
    scratchDirectory: String? = nil
  ) throws {
    try self.init(
      paths, development: developmentPaths, language: language, configuration,
      given: given.map { ($0, nil) }, strict: strict, threads: threads,
      scratchDirectory: scratchDirectory)
  }

  /// Reads the text of a checkpoint, to resume its training: with its units, vocabulary and merges,
  /// and with its configuration unless another one is given.
  ///
  /// - Throws: As for a new text.
  public init(
    _ paths: [String], development developmentPaths: [String] = [],
    of checkpoint: LanguageModelCheckpoint, _ configuration: RunningTextConfiguration? = nil,
    strict: Bool = false, threads: Int = 1, scratchDirectory: String? = nil
  ) throws {
    try self.init(
      paths, development: developmentPaths,
      language: checkpoint.settings.tokenizer.language, configuration ?? checkpoint.settings.text,
      given: (checkpoint.vocabulary, checkpoint.merges), strict: strict, threads: threads,
      scratchDirectory: scratchDirectory)
  }

  private init(
    _ paths: [String], development developmentPaths: [String], language: String,
    _ configuration: RunningTextConfiguration,
    given: (vocabulary: Vocabulary, merges: BytePairMerges?)?, strict: Bool, threads: Int,
    scratchDirectory: String?
  ) throws {
    let tokenizer = TokenizerConfiguration(language: language, normalization: .none)
    let directories = [scratchDirectory, temporaryDirectory].compactMap(\.self)
    func read(_ paths: [String]) throws -> IndexedText {
      try IndexedText(
        paths, configuration.unit, tokenizer, layout: configuration.layout, strict: strict,
        threads: threads, scratchIn: directories)
    }
    let text = try read(paths)
    let other = developmentPaths.isEmpty ? nil : try read(developmentPaths)
    var configuration = configuration
    if other != nil { configuration.developmentShare = 0 }
    let parts = text.split(developmentShare: Double(configuration.developmentShare))
    merges =
      given?.merges
      ?? (configuration.unit == .subword && given == nil
        ? text.learnedMerges(configuration.merges, in: parts.training) : nil)
    vocabulary =
      given?.vocabulary
      ?? text.vocabulary(
        of: parts.training, merges: merges, minimumFrequency: configuration.minimumFrequency,
        maximumSize: configuration.maximumVocabulary)
    let codec = TokenCodec(vocabulary, merges: merges)
    training = try text.encoded(parts.training, codec)
    let part =
      try other.map { try $0.encoded($0.places, codec) }
      ?? (parts.development.isEmpty ? nil : try text.encoded(parts.development, codec))
    development = part.flatMap { $0.hasPredictions ? $0 : nil }
    self.configuration = configuration
    self.tokenizer = tokenizer
    report = text.report
    fingerprint = text.fingerprint
    developmentReport = other?.report
    developmentFingerprint = other?.fingerprint
  }

  package var hasDevelopment: Bool { development != nil }
  /// The token that models read before a text.
  var start: Int32 { configuration.start(in: vocabulary) }
  /// The number of byte-pair merges; nil if the units are not subwords.
  package var mergeCount: Int? { merges?.count }

  /// The shares of the training text and of the dev text that are not in the vocabulary.
  public var unknownShare: (training: Double, development: Double?) {
    (training.unknownShare, development?.unknownShare)
  }

  /// Returns the configuration of a model for this vocabulary, with the given sizes.
  public func model(
    embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 1, dropout: Float = 0
  ) -> LanguageModelConfiguration {
    LanguageModelConfiguration(
      vocabularySize: vocabulary.count, embeddingSize: embeddingSize, hiddenSize: hiddenSize,
      layers: layers, dropout: dropout)
  }
}

extension RunningText {
  /// True if there is a token to predict.
  var hasPredictions: Bool { sequenceCount > 0 && !places(ofSequence: 0).isEmpty }
}
