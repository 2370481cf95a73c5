// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Subwords
import Text
import Threads

/// Computes the probability of text with a language model.
///
///     let scorer = try TextScorer(checkpoint: "checkpoints/shakespeare")
///     print(scorer.scores(of: ["To be, or not to be:"])[0].logProbability)
///     print(try scorer.likelihood(ofFile: "test.txt").bitsPerCharacter)
///
/// The last unit of each line is its end: the unit `\n` for a model of continuous text, `</s>` for a
/// model of lines. Lines are given without it.
///
/// Use a scorer from one thread at a time; it starts its own worker threads.
public final class TextScorer {
  public let checkpoint: LanguageModelCheckpoint
  let codec: TextCodec
  let workers: WorkerPool
  private let quantized: Bool
  private(set) lazy var scorer = checkpoint.scorer(workers, quantized: quantized)
  private(set) lazy var predictors = checkpoint.predictors(workers, quantized: quantized)
  /// True if the predictors have read a line that the next one may continue.
  var isInText = false

  /// Reads the checkpoint in the directory `path`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `SafetensorsError`, `FileError` or
  ///   `ThreadError`.
  public convenience init(checkpoint path: String, threads: Int = 1) throws {
    try self.init(LanguageModelCheckpoint(directory: path), threads: threads)
  }

  /// If `quantized`, the weights are rounded to 8 bits.
  ///
  /// - Throws: `CheckpointError` if ICU does not know the checkpoint's language; `ThreadError`.
  public init(
    _ checkpoint: LanguageModelCheckpoint, threads: Int = 1, quantized: Bool = false
  ) throws {
    self.checkpoint = checkpoint
    self.quantized = quantized
    codec = try checkpoint.codec()
    workers = try WorkerPool(count: threads)
  }

  /// Scores each of `lines` as a text of its own. An empty line is not a text: its score has no
  /// units.
  public func scores(of lines: [String]) -> [TextScore] {
    let encoded = lines.map { $0.isEmpty ? EncodedLine() : encodedWithEnd($0) }
    let losses = scorer.losses(of: encoded.map { $0.ids[...] }, workers)
    return zip(encoded, losses).map { TextScore($0, logProbabilities: $1.map { -$0 }) }
  }

  /// Scores a line that continues the lines before it, since the last call of `startText`.
  ///
  /// A model of lines skips empty lines, as in training. For a model of continuous text, an empty
  /// line consists of its end.
  public func score(continuing line: String) -> TextScore {
    let encoded =
      line.isEmpty && textLayout == .lines ? EncodedLine() : encodedWithEnd(line)
    let (ids, startsText) = (encoded.ids, !isInText)
    let logProbabilities = predictors.together { predictor in
      if startsText { predictor.start() }
      return ids.map { id in
        defer { predictor.advance([0], by: [id]) }
        return predictor.workspace.arena.scope {
          predictor.distribution().logProbability(of: id, row: 0)
        }
      }
    }
    isInText = true
    return TextScore(encoded, logProbabilities: logProbabilities)
  }

  /// Starts a new text: the next line does not continue the lines before.
  public func startText() { isInText = false }

  var textLayout: TextLayout { checkpoint.settings.text.layout }

  /// The ids that end a line.
  var lineEnd: [Int32] {
    switch textLayout {
    case .lines: [Vocabulary.Special.end]
    case .continuous: codec.ids(of: "\n")
    }
  }

  private func encodedWithEnd(_ line: String) -> EncodedLine {
    switch textLayout {
    case .continuous: return EncodedLine(codec.encoded(line + "\n"))
    case .lines:
      var encoded = EncodedLine(codec.encoded(line))
      encoded.units.append(codec.vocabulary[Vocabulary.Special.end])
      encoded.ids.append(Vocabulary.Special.end)
      return encoded
    }
  }
}

/// The units of a line and their ids.
private struct EncodedLine {
  var units: [String] = []
  var ids: [Int32] = []

  init() {}

  init(_ encoded: (units: [String], ids: [Int32])) { (units, ids) = encoded }
}

/// The probability of a line.
public struct TextScore: Sendable, Equatable {
  /// The sum over the units, a natural logarithm.
  public let logProbability: Double
  /// The units that the model reads, as in its vocabulary, which writes a space as `\s` and a line
  /// end as `\n`. The last one is the end of the line.
  public let units: [String]
  /// The log-probability of each unit given those before it. A unit that is not in the vocabulary is
  /// scored as `<unk>`.
  public let logProbabilities: [Float]
  /// The number of units that are not in the vocabulary.
  public let unknownUnits: Int

  fileprivate init(_ line: EncodedLine, logProbabilities: [Float]) {
    logProbability = logProbabilities.reduce(0) { $0 + Double($1) }
    units = line.units
    self.logProbabilities = logProbabilities
    unknownUnits = line.ids.count { $0 == Vocabulary.Special.unknown }
  }
}
