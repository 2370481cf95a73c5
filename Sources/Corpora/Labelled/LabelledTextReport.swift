// SPDX-License-Identifier: Apache-2.0

public import Text

/// What was found in files of texts with a label each, of sequences of tokens with a label each, or of
/// vectors with labels.
public struct LabelledTextReport: Sendable, Equatable, Codable {
  public typealias Skipped = CorpusReport.Skipped

  /// What the labels belong to.
  public enum Content: String, Sendable, Codable {
    case texts, tokens
    /// Sequences of vectors, or the single vectors of sequences.
    case sequences, vectors
  }

  public let content: Content
  /// The number of texts or sequences.
  public var read = 0
  public var kept = 0
  /// The number of tokens or vectors in the sequences that were kept; 0 for texts.
  public var keptSteps = 0
  public var skippedInvalidUTF8 = Skipped()
  /// Lines with U+0000.
  public var skippedNul = Skipped()
  /// Lines without a column for the label.
  public var skippedNoLabel = Skipped()
  /// Lines with a label but a blank text, and lines with a text but a blank label.
  public var skippedBlankText = Skipped()
  public var skippedBlankLabel = Skipped()
  /// Texts with more units than the limit, and sequences with more tokens or vectors. Sequences of
  /// vectors are counted from 1 in place of their lines.
  public var skippedTooLong = Skipped()
  /// The paths of the files with a header line.
  public var headers: [String] = []
  /// The files with invalid UTF-8, each with its probable encoding.
  public var encodings: [TextEncodingError] = []

  public init(of content: Content) { self.content = content }

  mutating func skip(_ problem: LabelledTextError.Violation, line: Int) {
    switch problem {
    case .invalidUTF8: skippedInvalidUTF8.add(line: line)
    case .nul: skippedNul.add(line: line)
    case .noLabel: skippedNoLabel.add(line: line)
    case .blankText: skippedBlankText.add(line: line)
    case .blankLabel: skippedBlankLabel.add(line: line)
    case .tooLong: skippedTooLong.add(line: line)
    }
  }
}

/// The reason that texts, tokens or vectors with labels cannot be used.
public enum LabelledTextError: Error, Equatable, Sendable {
  /// No line has a text and a label, no sequence of tokens has all its labels, or all are too long.
  case nothingKept(paths: [String], LabelledTextReport)
  /// The first line of a file of tokens has more than two columns, `cells`, which do not tell where
  /// the label is.
  case ambiguousColumns(path: String, line: Int, cells: [String])
  /// All examples to learn from have the same label.
  case oneLabel(paths: [String], label: String, LabelledTextReport)
  /// A label of the examples to learn from is not a label of the checkpoint whose training resumes.
  case newLabel(paths: [String], label: String)
  /// A faulty line, if the text must be strictly correct.
  case violation(path: String, line: Int, Violation)

  public enum Violation: Sendable, Equatable {
    case invalidUTF8, nul, noLabel, blankText, blankLabel, tooLong
  }
}
