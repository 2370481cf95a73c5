// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
package import Models
import Subwords
import Text
import Threads

/// Translates text with a checkpoint.
///
///     let translator = try Translator(checkpoint: "checkpoints/eng-fra")
///     print(translator.translate("Good morning!"))
///
/// Use a translator from one thread at a time; it starts its own worker threads.
public final class Translator {
  /// The number format of the matrix products in translation.
  public enum Precision: String, Sendable, CaseIterable {
    case float32
    /// Weights and activations are rounded to 8 bits: a few times as fast, with a quarter of the
    /// memory for weights. An occasional word differs.
    case int8
  }

  /// The settings of translation. `Limits` gives their ranges.
  public struct Options: Sendable, Equatable {
    /// The maximum number of words in a translation. Here and below, "words" are units if the model
    /// has subwords.
    public var maximumLength = 256
    /// The maximum number of words in a line to translate, and in a reference to score; the rest of
    /// the line is ignored.
    public var maximumSourceLength = Limits.sentenceLength.upperBound
    /// The number of sentences in a batch.
    public var batchSize = 64
    public var threads = 1
    public var precision = Precision.float32

    /// The number of hypotheses in the beam; 1 is greedy search.
    public var beamSize = 1
    /// The number of translations to return for a line, at most `beamSize` unless they are sampled.
    public var hypotheses = 1
    /// The penalty that makes hypotheses of different lengths comparable.
    public var lengthPenalty = LengthPenalty.wu(alpha: 1)
    /// Draws words at random instead of searching for the most probable ones. `beamSize` must be 1.
    public var sampling: Sampling?
    /// The minimum number of words in a translation.
    public var minimumLength = 0
    /// The length of word sequences that may not repeat in a translation; 0 allows repeats.
    public var noRepeatNGrams = 0
    /// The weight of the coverage penalty, which lowers the score if source words received little
    /// attention: the β of equation 14 of Wu et al. 2016. Only for models with attention.
    public var coveragePenalty: Float = 0
    /// Replaces unknown words in a translation by source words. The source word is the one with the
    /// most attention. Without attention (see `Translator.hasAttention`), it is the one at the
    /// corresponding position, or the nearest one to it that the model does not know.
    public var replacesUnknownWords = false
    /// Translations of source words and phrases, used when `replacesUnknownWords` copies one. Keys
    /// are tokenized as the source is, and lowercased if it is. The longest phrase that matches
    /// counts. A source word without an entry is copied unchanged.
    public var dictionary: [String: String] = [:]
    /// True if translations should include the attention and the alignment.
    public var computesAttention = false
    /// True if translations should include scores even if the search does not need them.
    public var computesScores = false

    public init() {}
  }

  /// The model, or the first one of an ensemble.
  public var checkpoint: Checkpoint { members[0].checkpoint }
  public let options: Options
  let members: [TranslationWeights.Member]
  let sourceTokenizers: [Tokenizer]
  let targetTokenizer: Tokenizer
  /// The dictionary of the options, with keys as the first model's source tokenizer writes them.
  let dictionary: SourceDictionary
  /// True if the target language puts spaces between words.
  let targetHasSpaces: Bool
  let targetCodec: TokenCodec
  let pool: WorkerPool
  let search: ParallelSearch<InferenceSession>

  /// Reads the checkpoint in the directory `path`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `SafetensorsError`, `FileError` or
  ///   `ThreadError`.
  public convenience init(checkpoint path: String, options: Options = Options()) throws {
    try self.init(Checkpoint(directory: path), options: options)
  }

  /// Translates with a checkpoint that is already in memory.
  ///
  /// - Throws: `CheckpointError` if ICU does not know the checkpoint's language; `ThreadError`.
  public convenience init(_ checkpoint: Checkpoint, options: Options = Options()) throws {
    try self.init(ensemble: [checkpoint], options: options)
  }

  /// Translates with an ensemble of checkpoints, by the mean of their probabilities for each word.
  ///
  /// - Throws: `EnsembleError` if their languages or target vocabularies differ; `CheckpointError`
  ///   if ICU does not know a checkpoint's language; `ThreadError` if the system cannot start as
  ///   many threads.
  public convenience init(ensemble checkpoints: [Checkpoint], options: Options = Options()) throws {
    options.check()
    let pool = try WorkerPool(count: options.threads)
    try self.init(TranslationWeights(checkpoints, options.precision, pool), options, pool)
  }

  /// Translates with weights that other translators may use too. `options.precision` must be that of
  /// the weights.
  ///
  /// - Throws: `CheckpointError` if ICU does not know a checkpoint's language; `ThreadError` if the
  ///   system cannot start as many threads.
  public convenience init(_ weights: TranslationWeights, options: Options = Options()) throws {
    options.check()
    try self.init(weights, options, WorkerPool(count: options.threads))
  }

  private init(
    _ shared: TranslationWeights, _ options: Options, _ pool: WorkerPool
  ) throws(CheckpointError) {
    precondition(shared.precision == options.precision, "the precision of the weights")
    let members = shared.members
    self.options = options
    self.members = members
    self.pool = pool
    sourceTokenizers = try members.map { member throws(CheckpointError) in
      try member.checkpoint.tokenizer(\.sourceTokenizer, key: "source_tokenizer")
    }
    targetTokenizer = try members[0].checkpoint.tokenizer(
      \.targetTokenizer, key: "target_tokenizer")
    dictionary = SourceDictionary(options.dictionary, sourceTokenizers[0])
    targetHasSpaces =
      (try? Language(tag: targetTokenizer.configuration.language))?.hasSpaces ?? true
    targetCodec = members[0].checkpoint.targetCodec
    search = ParallelSearch(
      members.map { ($0.checkpoint.model, $0.weights) }, options,
      forbidding: targetCodec.forbiddenInOutput, pool,
      (0..<options.threads).map { _ in Workspace() })
  }
}

extension SentenceMarkers {
  package static let standard = SentenceMarkers(
    start: Vocabulary.Special.start, end: Vocabulary.Special.end)
}
