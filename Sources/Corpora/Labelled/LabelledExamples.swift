// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// Texts and their labels as they are in a file, for a test set.
public struct LabelledExamples: Sendable {
  public let examples: [(text: String, label: String)]
  public let report: LabelledTextReport

  /// Reads a file. The text is in the first of `columns`, the label in the second.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError` for columns that the first line does not have,
  ///   `TextFormatError`, `TextEncodingError` or `FileError`.
  public init(of path: String, columns: PairColumns = .firstTwo) throws {
    var examples: [(text: String, label: String)] = []
    var reading = LabelledLines(strict: false)
    _ = try reading.read(path, columns) { text, label in
      examples.append((String(copying: text), String(copying: label)))
      return nil
    }
    if examples.isEmpty { throw LabelledTextError.nothingKept(paths: [path], reading.report) }
    self.examples = examples
    report = reading.report
  }
}
