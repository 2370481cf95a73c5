// SPDX-License-Identifier: Apache-2.0

import Text

/// What systems are compared on.
struct TestSet {
  /// Nil for text against text, where nothing is translated.
  let sources: [String]?
  let references: [String]
  /// The file that the references are from.
  private let path: String

  /// Reads source, tab and reference of each line.
  init(pairs path: String) throws {
    let pairs = try splitPairs(of: path)
    (sources, references) = pairs
    self.path = path
  }

  /// Reads two files, line i of one belonging to line i of the other.
  init(source: String?, reference: String) throws {
    // A source that is missing or unsound is told first, as it is given first.
    let sourceLines = try source.map(lines)
    references = try lines(of: reference)
    sources = sourceLines
    path = reference
    if let source, let sourceLines { try requireLine(of: source, sourceLines) }
  }

  /// Reads the translations in a file, one for each line.
  func hypotheses(of path: String) throws -> [String] {
    let lines = try lines(of: path)
    try requireLine(of: path, lines)
    return lines
  }

  /// - Throws: `CorpusError` unless there is a line, and one for each reference.
  private func requireLine(of path: String, _ lines: [String]) throws {
    guard lines.count == references.count else {
      throw CorpusError.unequalLineCounts(
        source: path, sourceLines: lines.count, target: self.path, targetLines: references.count)
    }
    guard !lines.isEmpty else { throw CorpusError.empty(paths: [path, self.path]) }
  }

  /// The words of each source, by the rules of no language, punctuation included.
  func sourceLengths() throws -> [Int] {
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "und"))
    return (sources ?? []).map { tokenizer.tokenize($0).count }
  }
}
