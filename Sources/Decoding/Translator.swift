// SPDX-License-Identifier: Apache-2.0

import Compute
package import Models
import Subwords
import Text
import Threads

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
  /// What the products of a translation are computed in.
  public enum Precision: String, Sendable, CaseIterable {
    case float32
    /// Weights and activations rounded to 8 bits: a few times as fast, with a quarter of the weights'
    /// memory, and now and then another word.
    case int8
  }

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
    public var precision = Precision.float32

    public init() {}
  }

  public let checkpoint: Checkpoint
  public let options: Options
  let tokenizer: Tokenizer
  let sourceCodec, targetCodec: TokenCodec
  let weights: Weights
  let pool: WorkerPool
  let workers: [Worker]
  private let search: GreedySearch

  // Sendable: worker i alone touches element i while a job runs.
  final class Worker: @unchecked Sendable {
    let session: InferenceSession

    init(_ model: EncoderDecoder, _ weights: Weights) {
      session = InferenceSession(model, weights, Workspace())
    }
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
    sourceCodec = checkpoint.sourceCodec
    targetCodec = checkpoint.targetCodec
    search = GreedySearch(
      markers: .standard, maximumLength: options.maximumLength,
      forbidding: targetCodec.forbiddenInOutput)
    pool = WorkerPool(count: options.threads)
    weights = checkpoint.model.translatingWeights(
      checkpoint.parameters, quantized: options.precision == .int8, pool)
    workers = (0..<options.threads).map { [weights] _ in Worker(checkpoint.model, weights) }
  }

  /// The translation of one line, of at most 2^28 bytes.
  public func translate(_ line: String) -> String { translate([line])[0].text }

  /// The translations of several lines, in their order, each of at most 2^28 bytes. A line without
  /// words gives an empty one.
  public func translate(_ lines: [String]) -> [Translation] {
    var translations: [Translation] = []
    var inputs: [(line: Int, words: [Int32])] = []
    for (index, line) in lines.enumerated() {
      let tokens = tokenizer.tokenize(line)
      let (words, unknownWords) = sourceCodec.encode(tokens)
      translations.append(
        Translation(
          text: "", tokens: [], sourceTokens: tokens.count, unknownWords: unknownWords,
          isCut: false, isSourceCut: words.count > options.maximumSourceLength))
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
      let tokens = targetCodec.tokens(of: output.words)
      translations[input.line].tokens = tokens
      translations[input.line].text = Tokenizer.detokenize(tokens)
      translations[input.line].isCut = output.isCut
    }
    return translations
  }

  /// Translates `inputs`, longest first. Each worker takes the next batch as soon as it has finished one.
  private func run(_ inputs: [[Int32]]) -> [GreedySearch.Output] {
    if inputs.count == 1 && workers.count > 1 { return runTogether(inputs) }
    let batches = batches(of: inputs)
    let outputs = pool.map(below: batches.count) { [workers, search] worker, batch in
      search.translate(Array(inputs[batches[batch]]), workers[worker].session)
    }
    return outputs.flatMap { $0 }
  }

  /// Translates with all workers at each product.
  private func runTogether(_ inputs: [[Int32]]) -> [GreedySearch.Output] {
    let team = ProductTeam(members: workers.count)
    let outputs = pool.map(below: workers.count) {
      [workers, search] _, member -> [GreedySearch.Output] in
      guard member == 0 else {
        team.help(as: member)
        return []
      }
      let session = workers[0].session
      session.workspace.products.team = team
      defer {
        session.workspace.products.team = nil
        team.dismiss()
      }
      return search.translate(inputs, session)
    }
    return outputs.flatMap { $0 }
  }

  /// As few batches as the largest size allows, of sizes as equal as can be, as many for each worker.
  private func batches(of inputs: [[Int32]]) -> [Range<Int>] {
    let rounds =
      (inputs.count + options.batchSize * workers.count - 1)
      / (options.batchSize * workers.count)
    let count = min(inputs.count, rounds * workers.count)
    return (0..<count).map { inputs.count * $0 / count..<inputs.count * ($0 + 1) / count }
  }
}

extension SentenceMarkers {
  package static let standard = SentenceMarkers(
    start: Vocabulary.Special.start, end: Vocabulary.Special.end)
}
