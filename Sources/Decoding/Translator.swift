// SPDX-License-Identifier: Apache-2.0

import Compute
package import Models
import Text

/// One line's translation.
public struct Translation: Sendable, Equatable {
  public var text: String
  /// The words of `text`, before they were joined.
  public var tokens: [String]
  /// Words of the source, and how many of them the model does not know.
  public var sourceTokens: Int
  public var unknownWords: Int
  /// Whether the output reached the limit of its length.
  public var isCut: Bool
  /// Whether the source was longer than the encoder is given, and its rest was left out.
  public var isSourceCut: Bool
}

/// Translates text with a checkpoint: text in, text out.
///
///     let translator = try Translator(checkpoint: "checkpoints/eng-fra")
///     print(translator.translate("Good morning!"))
///
/// For one thread at a time; it brings the threads it computes with itself.
public final class Translator {
  /// Each in the range that `Limits` has for it.
  public struct Options: Sendable, Equatable {
    /// Words after which a translation is cut.
    public var maximumLength = 256
    /// Words after which the rest of a line is left out: of a source, and of a reference whose
    /// likelihood is asked for.
    public var maximumSourceLength = Limits.sentenceLength.upperBound
    /// Sentences that go through the model together.
    public var batchSize = 64
    public var threads = 1

    public init() {}
  }

  public let checkpoint: Checkpoint
  public let options: Options
  let tokenizer: Tokenizer
  let weights: Weights
  let pool: WorkerPool
  let workers: [Worker]
  private let search: GreedySearch

  /// A worker's scratch memory, and what it made.
  // Sendable: worker i alone touches element i while a job runs.
  final class Worker: @unchecked Sendable {
    let workspace = Workspace()
    var outputs: [GreedySearch.Output] = []
  }

  /// Reads the checkpoint in the directory `path`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `SafetensorsError`, `TokenizerError` or
  ///   `FileError`.
  public convenience init(checkpoint path: String, options: Options = Options()) throws {
    try self.init(Checkpoint(directory: path), options: options)
  }

  /// Translates with a checkpoint that has been read.
  ///
  /// - Throws: `TokenizerError` when ICU does not know the checkpoint's language.
  public init(_ checkpoint: Checkpoint, options: Options = Options()) throws {
    precondition(Limits.sentenceLength.contains(options.maximumLength), "maximumLength")
    precondition(Limits.sentenceLength.contains(options.maximumSourceLength), "maximumSourceLength")
    precondition(Limits.batchSize.contains(options.batchSize), "batchSize")
    precondition(Limits.threads.contains(options.threads), "threads")
    self.checkpoint = checkpoint
    self.options = options
    tokenizer = try Tokenizer(checkpoint.configuration.sourceTokenizer)
    search = GreedySearch(
      checkpoint.model, markers: .standard, maximumLength: options.maximumLength)
    // Before the weights: packing must find oneDNN kept to this thread.
    pool = WorkerPool(count: options.threads)
    weights = Weights(checkpoint.parameters, packing: checkpoint.model.packedForTranslating)
    workers = (0..<options.threads).map { _ in Worker() }
  }

  /// The translation of one line, of at most 2^28 bytes.
  public func translate(_ line: String) -> String { translate([line])[0].text }

  /// The translations of several lines, in their order, each of at most 2^28 bytes. A line without
  /// words gives an empty one.
  public func translate(_ lines: [String]) -> [Translation] {
    var translations: [Translation] = []
    var inputs: [(line: Int, words: [Int32])] = []
    for (index, line) in lines.enumerated() {
      let words = checkpoint.sourceVocabulary.ids(of: tokenizer.tokenize(line))
      translations.append(
        Translation(
          text: "", tokens: [], sourceTokens: words.count,
          unknownWords: words.count { $0 == Vocabulary.Special.unknown }, isCut: false,
          isSourceCut: words.count > options.maximumSourceLength))
      if words.isEmpty { continue }
      inputs.append(
        (
          index,
          SentenceMarkers.standard.encoderInput(
            words.prefix(options.maximumSourceLength),
            reversed: checkpoint.configuration.reverseSource)
        ))
    }
    inputs = longestFirst(inputs.map(\.words.count)).map { inputs[$0] }
    for (input, output) in zip(inputs, run(inputs.map(\.words))) {
      let tokens = checkpoint.targetVocabulary.tokens(of: output.words)
      translations[input.line].tokens = tokens
      translations[input.line].text = Tokenizer.detokenize(tokens)
      translations[input.line].isCut = output.isCut
    }
    return translations
  }

  /// Translates `inputs`, longest first, batch after batch; worker w takes every `threads`-th batch.
  private func run(_ inputs: [[Int32]]) -> [GreedySearch.Output] {
    // Few sentences are shared out rather than left to one worker.
    let share = (inputs.count + workers.count - 1) / workers.count
    let batchSize = max(1, min(options.batchSize, share))
    let batches = stride(from: 0, to: inputs.count, by: batchSize).map {
      Array(inputs[$0..<min($0 + batchSize, inputs.count)])
    }
    pool.run { [workers, search, weights] index in
      workers[index].outputs = stride(from: index, to: batches.count, by: workers.count)
        .flatMap { search.translate(batches[$0], weights, workers[index].workspace) }
    }
    var taken = [Int](repeating: 0, count: workers.count)
    return batches.enumerated().flatMap { number, batch in
      let worker = number % workers.count
      defer { taken[worker] += batch.count }
      return workers[worker].outputs[taken[worker]..<taken[worker] + batch.count]
    }
  }
}

extension SentenceMarkers {
  package static let standard = SentenceMarkers(
    start: Vocabulary.Special.start, end: Vocabulary.Special.end)
}
