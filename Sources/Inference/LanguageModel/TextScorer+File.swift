// SPDX-License-Identifier: Apache-2.0

public import Corpora
import Files
import Glibc
import Subwords
public import Text
import Threads

extension TextScorer {
  /// The maximum number of lines to score at a time.
  private static let mostLines = 4096

  /// Computes the likelihood of the text in a file, which may be long: 4 bytes per unit are in
  /// memory, if it is continuous.
  ///
  /// `layout` tells if the text is continuous or each line starts from the initial state; nil stands
  /// for the layout in training. Whatever it is, the units that are scored are those of the lines
  /// and their ends, as in `scores(of:)` and `score(continuing:)`. The end of the whole text is not
  /// scored: a model of continuous text has hardly ever seen one.
  ///
  /// - Throws: `RunningTextError.empty`, `TextFormatError`, `TextEncodingError` or `FileError`.
  public func likelihood(
    ofFile path: String, as layout: TextLayout? = nil, scratchDirectory: String? = nil
  ) throws -> TextLikelihood {
    let layout = layout ?? textLayout
    let text = try IndexedText(
      [path], checkpoint.settings.text.unit, checkpoint.settings.tokenizer,
      layout: textLayout == .lines ? .lines : layout, forTraining: false, threads: workers.count,
      scratchIn: [scratchDirectory, temporaryDirectory].compactMap(\.self))
    let ids = try text.encoded(text.places, codec.codec)
    var likelihood = TextLikelihood(text.report)
    switch (textLayout, layout) {
    case (.continuous, .continuous):
      // The last token is the end of the text.
      add([ids.tokens(0..<ids.count - 1)[...]], to: &likelihood)
    case (.lines, .continuous):
      // The first token is the end of the text before.
      add([ids.tokens(1..<ids.count)[...]], to: &likelihood)
    case (_, .lines):
      for start in stride(from: 0, to: ids.lineCount, by: Self.mostLines) {
        add(lines(start..<min(start + Self.mostLines, ids.lineCount), of: ids), to: &likelihood)
      }
    }
    return likelihood
  }

  private func lines(_ numbers: Range<Int>, of text: RunningText) -> [ArraySlice<Int32>] {
    let end = lineEnd
    return text.tokens(numbers.map(text.places(ofLine:))).map { line in
      textLayout == .lines ? line.dropFirst() : line.dropFirst().dropLast() + end
    }
  }

  private func add(_ sequences: [ArraySlice<Int32>], to likelihood: inout TextLikelihood) {
    for part in scorer.likelihoods(of: sequences, workers) {
      likelihood.negativeLogLikelihood += part.negativeLogLikelihood
      likelihood.units += part.tokens
    }
    for sequence in sequences {
      likelihood.unknownUnits += sequence.count { $0 == Vocabulary.Special.unknown }
    }
  }
}

/// The likelihood of a whole text under a language model.
public struct TextLikelihood: Sendable, Equatable {
  /// What was found in the text.
  public let report: RunningTextReport
  /// The number of units scored.
  public internal(set) var units = 0
  /// The number of units that are not in the vocabulary. Each is scored as `<unk>`.
  public internal(set) var unknownUnits = 0
  /// The sum over the units, in nats.
  public internal(set) var negativeLogLikelihood = 0.0

  init(_ report: RunningTextReport) { self.report = report }

  /// The number of extended grapheme clusters that the units stand for, including line ends.
  public var characters: Int { report.characters }
  public var unknownShare: Double { Double(unknownUnits) / Double(units) }
  /// The mean over the units, in nats.
  public var loss: Double { negativeLogLikelihood / Double(units) }
  /// The perplexity of a unit.
  public var perplexity: Double { exp(loss) }
  /// The bits of information in a character, which may be compared between models with different
  /// units. It is too low if units are unknown: the model does not need to spell them.
  public var bitsPerCharacter: Double {
    negativeLogLikelihood / log(2) / Double(characters)
  }
}
