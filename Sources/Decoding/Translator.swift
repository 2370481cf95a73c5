// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
package import Models
import Subwords
import Text
import Threads

/// Translates text with a checkpoint: text in, text out.
///
///     let translator = try Translator(checkpoint: "checkpoints/eng-fra")
///     print(translator.translate("Good morning!"))
///
/// For one thread at a time; it brings the threads it computes with itself.
public final class Translator {
  /// What the products of a translation are computed in.
  public enum Precision: String, Sendable, CaseIterable {
    case float32
    /// Weights and activations rounded to 8 bits: a few times as fast, with a quarter of the weights'
    /// memory, and now and then another word.
    case int8
  }

  /// Each in the range that `Limits` has for it.
  public struct Options: Sendable, Equatable {
    /// Words after which a translation is cut; here and below, units of a model with subwords.
    public var maximumLength = 256
    /// Words after which the rest of a line is left out: of a source, and of a reference whose
    /// likelihood is asked for.
    public var maximumSourceLength = Limits.sentenceLength.upperBound
    /// Sentences that go through the model together.
    public var batchSize = 64
    public var threads = 1
    public var precision = Precision.float32

    /// Hypotheses that are followed at a time; 1 takes the most probable word at every step (greedy
    /// search).
    public var beamSize = 1
    /// Translations of a line that are asked for, at most `beamSize` unless they are sampled.
    public var hypotheses = 1
    /// How hypotheses of unequal length are compared.
    public var lengthPenalty = LengthPenalty.wu(alpha: 1)
    /// Draws words in place of searching for the most probable ones; `beamSize` must be 1.
    public var sampling: Sampling?
    /// Words that a translation has at least.
    public var minimumLength = 0
    /// The length of the sequences of words that may not come twice in a translation; 0 for none.
    public var noRepeatNGrams = 0
    /// How much source words that got little attention lower the score of a translation; only models
    /// with attention have it (Wu et al. 2016, the β of equation 14).
    public var coveragePenalty: Float = 0
    /// Whether to put words of the source in the place of unknown words of a translation: what got the
    /// most attention, or where there is none to go by (`Translator.hasAttention`), what stands at the
    /// like place, rather a word that the model does not know.
    public var replacesUnknownWords = false
    /// What to put in place of a word or a phrase of the source, which is read as the source is, lowercased
    /// if that is; of several that fit, the longest counts. Where none does, the word stays as it is.
    public var dictionary: [String: String] = [:]
    /// Whether to say what was paid attention to.
    public var computesAttention = false
    /// Whether to say how probable a translation is where the search could do without.
    public var computesScores = false

    public init() {}
  }

  /// The model, or the first one of an ensemble.
  public var checkpoint: Checkpoint { members[0].checkpoint }
  public let options: Options
  let members: [Member]
  let sourceTokenizers: [Tokenizer]
  let targetTokenizer: Tokenizer
  /// That of the options, for text as the first model reads it.
  let dictionary: SourceDictionary
  /// Whether the target language puts spaces between words.
  let targetHasSpaces: Bool
  let targetCodec: TokenCodec
  let pool: WorkerPool
  let workers: [Worker]

  /// A model of an ensemble.
  struct Member: Sendable {
    let checkpoint: Checkpoint
    let sourceCodec: TokenCodec
    let weights: Weights
  }

  // Sendable: worker i alone touches element i while a job runs.
  final class Worker: @unchecked Sendable {
    let ensemble: Ensemble

    init(_ members: [Member]) {
      ensemble = Ensemble(members.map { ($0.checkpoint.model, $0.weights) }, Workspace())
    }
  }

  /// Reads the checkpoint in the directory `path`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `SafetensorsError`, `FileError` or `ThreadError`.
  public convenience init(checkpoint path: String, options: Options = Options()) throws {
    try self.init(Checkpoint(directory: path), options: options)
  }

  /// Translates with a checkpoint that has been read.
  ///
  /// - Throws: `CheckpointError` when ICU does not know the checkpoint's language; `ThreadError`.
  public convenience init(_ checkpoint: Checkpoint, options: Options = Options()) throws {
    try self.init(ensemble: [checkpoint], options: options)
  }

  /// Translates with several checkpoints, which agree on each word by the mean of their probabilities.
  ///
  /// - Throws: `EnsembleError` when their languages or target vocabularies differ; `CheckpointError` when
  ///   ICU does not know a checkpoint's language; `ThreadError` when the system has not so many threads.
  public init(ensemble checkpoints: [Checkpoint], options: Options = Options()) throws {
    precondition(!checkpoints.isEmpty, "no checkpoint")
    options.check()
    try EnsembleError.check(checkpoints)
    self.options = options
    sourceTokenizers = try checkpoints.map {
      try $0.tokenizer(\.sourceTokenizer, key: "source_tokenizer")
    }
    targetTokenizer = try checkpoints[0].tokenizer(\.targetTokenizer, key: "target_tokenizer")
    dictionary = SourceDictionary(options.dictionary, sourceTokenizers[0])
    targetHasSpaces =
      (try? Language(tag: targetTokenizer.configuration.language))?.hasSpaces ?? true
    targetCodec = checkpoints[0].targetCodec
    pool = try WorkerPool(count: options.threads)
    members = checkpoints.map { [pool] in
      Member(
        checkpoint: $0, sourceCodec: $0.sourceCodec,
        weights: $0.model.translatingWeights(
          $0.parameters, quantized: options.precision == .int8, pool))
    }
    workers = (0..<options.threads).map { [members] _ in Worker(members) }
  }
}

extension SentenceMarkers {
  package static let standard = SentenceMarkers(
    start: Vocabulary.Special.start, end: Vocabulary.Special.end)
}
