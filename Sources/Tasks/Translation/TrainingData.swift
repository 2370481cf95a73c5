// SPDX-License-Identifier: Apache-2.0

public import Checkpoints
public import Corpora
import Files
public import Models
public import Subwords
public import Text
package import Training

/// A corpus ready for training: the pairs as ids, and the vocabularies.
public struct TrainingData: Sendable {
  public let sourceTokenizer: TokenizerConfiguration
  public let targetTokenizer: TokenizerConfiguration
  public let configuration: DataConfiguration
  public let sourceVocabulary: Vocabulary
  public let targetVocabulary: Vocabulary
  /// The typography of the training text's target side; nil if it is not normalized.
  public let targetTypography: Typography?
  /// The byte-pair merges; nil if the vocabularies hold words.
  public let merges: SubwordMerges?
  /// The counts of pairs read and skipped.
  public let trainingReport: CorpusReport
  public let developmentReport: CorpusReport?
  public let fingerprint: CorpusFingerprint
  public let developmentFingerprint: CorpusFingerprint?
  package let training: EncodedCorpus
  private let pairSizes: PairSizes
  package let development: EncodedCorpus?
  /// The text of the dev set.
  package let developmentText: TokenizedCorpus?

  /// Reads and tokenizes the corpus, and builds the vocabularies that are not given.
  ///
  /// The corpus is not kept in memory: its tokens are written to an unnamed file of about the size
  /// of the text, and training reads each batch from there. The file is created in
  /// `scratchDirectory`; if that fails, in the directory of the environment variable `TMPDIR`, or
  /// else in `/var/tmp`. The result does not depend on the number of `threads`.
  ///
  /// With `merges`, or if the configuration asks for merges to be learned, the vocabularies hold
  /// subword units.
  ///
  /// With `strict`, a pair that would otherwise be skipped and counted is an error. Columns that are
  /// almost certainly not sentences, such as numbers, are an error unless `allowingSuspectColumns`.
  ///
  /// - Throws: `CorpusError`, `SuspectLayout`, `TokenizerError`, `TextFormatError`, `FileError`;
  ///   `TrainingError` if a vocabulary is to be built with merges of another language.
  public init(
    _ corpus: ParallelSource, development: ParallelSource? = nil, source: TokenizerConfiguration,
    target: TokenizerConfiguration, _ configuration: DataConfiguration = DataConfiguration(),
    sourceVocabulary: VocabularySource = .corpus, targetVocabulary: VocabularySource = .corpus,
    merges: SubwordMerges? = nil, strict: Bool = false, allowingSuspectColumns: Bool = false,
    threads: Int = 1, scratchDirectory: String? = nil
  ) throws {
    // Applied to the dev set too: a sentence is scored as a whole, in memory proportional to its
    // length.
    let limits = CorpusLimits(
      maximumLength: configuration.maximumLength, strict: strict,
      allowsSuspectColumns: allowingSuspectColumns)
    func read(_ corpus: ParallelSource) throws -> TokenizedCorpus {
      try TokenizedCorpus(
        corpus, source: source, target: target, limits: limits, threads: threads,
        scratchIn: [scratchDirectory, temporaryDirectory].compactMap(\.self))
    }
    let text = try read(corpus)
    developmentText = try development.map(read)
    sourceTokenizer = source
    targetTokenizer = target
    self.configuration = configuration
    self.merges = merges ?? text.learnedMerges(configuration)
    if let merges {
      if case .corpus = sourceVocabulary {
        try Self.check(merges.source, text.source, "source_merges", corpus.paths[0])
      }
      if case .corpus = targetVocabulary {
        try Self.check(merges.target, text.target, "target_merges", corpus.paths.last ?? "")
      }
    }
    let codecs = text.codecs(
      self.merges, configuration, source: sourceVocabulary, target: targetVocabulary)
    self.sourceVocabulary = codecs.source.vocabulary
    self.targetVocabulary = codecs.target.vocabulary
    targetTypography = text.targetTypography
    trainingReport = text.report
    developmentReport = developmentText?.report
    fingerprint = text.fingerprint
    developmentFingerprint = developmentText?.fingerprint
    training = text.encoded(codecs, subwordDropout: configuration.subwordDropout)
    pairSizes = PairSizes(training, changeByEpoch: configuration.subwordDropout > 0)
    self.development = developmentText?.encoded(codecs, subwordDropout: 0)
  }

  private static func check(
    _ merges: BytePairMerges, _ text: VocabularyBuilder, _ key: String, _ path: String
  ) throws(TrainingError) {
    let fit = merges.fit(to: text)
    guard fit.isForeign else { return }
    throw .foreignMerges(
      key: key, text: path, unitsPerWord: fit.unitsPerWord,
      learnedUnitsPerWord: fit.learnedUnitsPerWord)
  }

  /// The share of the training text's words that are not in the vocabularies.
  public var unknownShare: (source: Double, target: Double) { training.unknownShare }

  /// Returns the configuration of a model for these vocabularies, with the given sizes.
  public func model(
    embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 2, dropout: Float = 0.3,
    outputDropout: Float = 0
  ) -> ModelConfiguration {
    ModelConfiguration(
      sourceVocabularySize: sourceVocabulary.count, targetVocabularySize: targetVocabulary.count,
      embeddingSize: embeddingSize, hiddenSize: hiddenSize, layers: layers, dropout: dropout,
      outputDropout: outputDropout)
  }

  /// Returns the number of steps in the first epoch. With `batchTokens`, other epochs may differ by
  /// a few.
  package func stepsPerEpoch(_ configuration: TrainingConfiguration) -> Int {
    configuration.steps(ofBatches: plan(epoch: 0, configuration).count)
  }

  /// Returns the batches of an epoch, counted from 0.
  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    guard let batchTokens = configuration.batchTokens else {
      return BatchPlan(
        examples: training.count, batchSize: configuration.batchSize, seed: configuration.seed,
        epoch: epoch, isShuffled: self.configuration.shuffle)
    }
    let tokens = pairSizes.tokens(epoch: epoch, seed: configuration.seed)
    return BatchPlan(
      examples: training.count, batchTokens: batchTokens, seed: configuration.seed, epoch: epoch,
      isShuffled: self.configuration.shuffle
    ) { Int(tokens[$0]) }
  }
}
