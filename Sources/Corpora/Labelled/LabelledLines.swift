// SPDX-License-Identifier: Apache-2.0

import Text

/// Reads lines of a text, a tab and a label, file by file, and counts the faulty ones.
struct LabelledLines {
  private(set) var report = LabelledTextReport(of: .texts)
  private let strict: Bool

  /// If `strict`, a faulty line is an error.
  init(strict: Bool) { self.strict = strict }

  /// Calls `take` with the text and the label of each line of a file, which are not blank. It
  /// returns what is wrong with them, or nil.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError`, `TextFormatError`, `TextEncodingError` or
  ///   `FileError`.
  mutating func read(
    _ path: String, _ columns: PairColumns,
    _ take: (_ text: UTF8Span, _ label: UTF8Span) -> LabelledTextError.Violation?
  ) throws -> LineReader {
    let reader = try LineReader(path: path)
    var invalid = InvalidLines()
    var layout: PairLayout?
    while try reader.advance() {
      try reader.withLine { line in
        if trimmed(line.indices, of: line).isEmpty { return }
        if layout == nil {
          layout = try Self.layout(columns, line, path)
          if layout?.hasHeader == true { return report.headers.append(path) }
        }
        guard let layout else { return }
        report.read += 1
        guard let problem = reader.isCut ? .tooLong : Self.take(line, layout, take) else {
          report.kept += 1
          return
        }
        if problem == .invalidUTF8 { invalid.add(line, number: reader.lineNumber) }
        if problem == .nul { invalid.nulCount += 1 }
        try skip(problem, path, line: reader.lineNumber)
      }
    }
    if let encoding = try invalid.encoding(ofFile: path, lines: reader.lineNumber) {
      report.encodings.append(encoding)
    }
    return reader
  }

  private static func take(
    _ line: Span<UInt8>, _ layout: PairLayout,
    _ take: (_ text: UTF8Span, _ label: UTF8Span) -> LabelledTextError.Violation?
  ) -> LabelledTextError.Violation? {
    guard (try? UTF8Span(validating: line)) != nil else { return .invalidUTF8 }
    if containsNul(line) { return .nul }
    guard let (text, label) = cells(layout.source, layout.target, of: line) else {
      return .noLabel
    }
    if text.isEmpty { return .blankText }
    if label.isEmpty { return .blankLabel }
    guard let text = try? UTF8Span(validating: line.extracting(text)),
      let label = try? UTF8Span(validating: line.extracting(label))
    else { return .invalidUTF8 }
    return take(text, label)
  }

  private mutating func skip(
    _ problem: LabelledTextError.Violation, _ path: String, line: Int
  ) throws(LabelledTextError) {
    if strict { throw .violation(path: path, line: line, problem) }
    report.skip(problem, line: line)
  }

  private static func layout(
    _ columns: PairColumns, _ line: Span<UInt8>, _ path: String
  ) throws(CorpusError) -> PairLayout {
    let cells = cells(of: line).map { String($0, of: line) }
    return try PairLayout(columns, firstLine: cells, path: path) { text, label in
      max(text, label) <= cells.count && isHeader(cells[text - 1], cells[label - 1])
    }
  }

  /// Returns true if the cells name the columns of a text and of its label.
  static func isHeader(_ text: String, _ label: String) -> Bool {
    textNames.contains(text.lowercased()) && labelNames.contains(label.lowercased())
  }

  private static let textNames: Set = [
    "text", "texts", "sentence", "sentences", "document", "review", "tweet", "comment", "name",
    "surname", "word", "words", "token", "tokens", "form", "input", "sequence", "source", "content",
    "message",
  ]
  private static let labelNames: Set = [
    "label", "labels", "class", "classes", "category", "language", "lang", "tag", "target",
    "sentiment", "output", "intent", "topic", "y",
  ]
}
