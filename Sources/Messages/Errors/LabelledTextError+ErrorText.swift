// SPDX-License-Identifier: Apache-2.0

package import Corpora
import Text

extension LabelledTextError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .nothingKept(let paths, let report) where report.read == 0:
      ErrorText(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "has" : "have") no examples.",
        advice: report.content.form)
    case .nothingKept(let paths, let report):
      ErrorText(
        .badData,
        ([
          "\(listed(paths)) \(paths.count == 1 ? "has" : "have") no usable \(report.content.noun)s:"
        ]
          + report.skippedLines).joined(separator: "\n"),
        advice: report.skippedTooLong.count > 0
          ? report.content.adviceForLong : report.content.form)
    case .ambiguousColumns(let path, let line, let cells):
      ErrorText(
        .badData,
        "\(path), line \(line): this line has \(cells.count) columns: "
          + "\(cells.prefix(4).map { "'\(excerpt($0))'" }.joined(separator: ", "))"
          + (cells.count > 4 ? ", …" : ""),
        advice: "Choose the columns of the token and of the label, for example with "
          + "--columns 1,\(cells.count).")
    case .oneLabel(let paths, let label, let report):
      ErrorText(
        .badData,
        report.skippedLines.isEmpty
          ? "All training examples in \(listed(paths)) have the label '\(excerpt(label))'."
          : ([
            "All usable training examples in \(listed(paths)) have the label '\(excerpt(label))'. "
              + "These are not usable:"
          ] + report.skippedLines).joined(separator: "\n"),
        advice: "A model needs at least two labels to choose from.")
    case .newLabel(let paths, let label):
      ErrorText(
        .badData,
        "\(listed(paths)) \(paths.count == 1 ? "has" : "have") the label '\(excerpt(label))', which the "
          + "checkpoint does not have.",
        advice: "Train a new checkpoint, or remove the examples with this label.")
    case .violation(let path, let line, .tooLong):
      ErrorText(
        .badData, "\(path), line \(line): \(Violation.tooLong.words).",
        advice: "Raise --max-length, or omit --strict.")
    case .violation(let path, let line, let violation):
      ErrorText(
        .badData, "\(path), line \(line): \(violation.words).",
        advice: "Fix the line, or omit --strict.")
    }
  }
}

extension LabelledTextReport.Content {
  fileprivate var adviceForLong: String {
    switch self {
    case .texts: "Raise --max-length."
    case .tokens: "Raise --max-length, or read one long sequence in windows with --window 20."
    case .sequences: "Raise --max-length, or use --lengths to mark where sequences end."
    case .vectors:
      "Raise --max-length, use --lengths to mark where sequences end, or use --window 20 to read one "
        + "long sequence in windows."
    }
  }

  fileprivate var form: String {
    switch self {
    case .texts: "Each line needs a text, a tab and a label."
    case .tokens:
      "Each line needs a token, a tab and a label; each sequence needs a blank line after it."
    case .sequences, .vectors: VectorError.form
    }
  }
}

extension LabelledTextError.Violation {
  fileprivate var words: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .nul: "this contains a NUL byte"
    case .noLabel: "there is no column for the label"
    case .blankText: "the text or token is blank"
    case .blankLabel: "the label is blank"
    case .tooLong: "the text or sequence is longer than --max-length"
    }
  }
}
