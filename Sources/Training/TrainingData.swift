// SPDX-License-Identifier: Apache-2.0

import Files
public import Models
public import Subwords
public import Text

/// A corpus ready for training: pairs as ids, and the vocabularies that made them.
public struct TrainingData: Sendable {
  public let sourceTokenizer: TokenizerConfiguration
  public let targetTokenizer: TokenizerConfiguration
  public let configuration: DataConfiguration
  public let sourceVocabulary: Vocabulary
  public let targetVocabulary: Vocabulary
  /// How the target side of the training text is written; nil where it is not normalized.
  public let targetTypography: Typography?
  /// The merges of byte-pair encoding; nil where the vocabularies hold words.
  public let merges: SubwordMerges?
  /// What was read and what was left out.
  public let trainingReport: CorpusReport
  public let developmentReport: CorpusReport?
  public let fingerprint: CorpusFingerprint
  public let developmentFingerprint: CorpusFingerprint?
  package let training: EncodedCorpus
  private let pairSizes: PairSizes
  package let development: EncodedCorpus?
  /// The dev set as text.
  package let developmentText: TokenizedCorpus?

  /// Where a vocabulary comes from.
  public enum VocabularySource: Sendable {
    /// The words of the training text, as `DataConfiguration` limits them.
    case corpus
    case vocabulary(Vocabulary)
  }

  /// Reads and tokenizes the corpus, and builds the vocabularies that are not given.
  ///
  /// The text is not held: its tokens go to a file without a name, of about the size of the text, from
  /// which training reads each batch. It is made in `scratchDirectory`, or where that cannot be, in the
  /// directory that the environment calls `TMPDIR`, or else in `/var/tmp`. The data are the same for
  /// any number of `threads`.
  ///
  /// With `merges`, or where the configuration has some to learn, the vocabularies hold units of words.
  ///
  /// With `strict`, what is otherwise left out and counted is an error.
  ///
  /// - Throws: `CorpusError`, `TokenizerError`, `TextFormatError`, `FileError`, or `TrainingError` for merges of
  ///   another language where a vocabulary is to be built of them.
  public init(
    _ corpus: ParallelSource, development: ParallelSource? = nil, source: TokenizerConfiguration,
    target: TokenizerConfiguration, _ configuration: DataConfiguration = DataConfiguration(),
    sourceVocabulary: VocabularySource = .corpus, targetVocabulary: VocabularySource = .corpus,
    merges: SubwordMerges? = nil, strict: Bool = false, threads: Int = 1,
    scratchDirectory: String? = nil
  ) throws {
    // Of the dev set too: a sentence is scored whole, which takes memory for each of its words.
    let limits = CorpusLimits(maximumLength: configuration.maximumLength, strict: strict)
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

  /// The share of the training text's words that the vocabularies do not have.
  public var unknownShare: (source: Double, target: Double) { training.unknownShare }

  /// A model for these vocabularies, of the sizes given.
  public func model(
    embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 2, dropout: Float = 0.3,
    outputDropout: Float = 0
  ) -> ModelConfiguration {
    ModelConfiguration(
      sourceVocabularySize: sourceVocabulary.count, targetVocabularySize: targetVocabulary.count,
      embeddingSize: embeddingSize, hiddenSize: hiddenSize, layers: layers, dropout: dropout,
      outputDropout: outputDropout)
  }

  /// The steps of the first epoch; others may differ by a few where tokens make a batch.
  package func stepsPerEpoch(_ configuration: TrainingConfiguration) -> Int {
    let batches = plan(epoch: 0, configuration).count
    return (batches + configuration.batchesInStep - 1) / configuration.batchesInStep
  }

  /// The batches of an epoch, from 0.
  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    guard let batchTokens = configuration.batchTokens else {
      return BatchPlan(
        pairs: training.count, batchSize: configuration.batchSize, seed: configuration.seed,
        epoch: epoch)
    }
    let tokens = pairSizes.tokens(epoch: epoch, seed: configuration.seed)
    return BatchPlan(
      pairs: training.count, batchTokens: batchTokens, seed: configuration.seed, epoch: epoch
    ) { Int(tokens[$0]) }
  }
}
