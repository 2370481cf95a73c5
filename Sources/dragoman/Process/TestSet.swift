// SPDX-License-Identifier: Apache-2.0

import Corpora
import Text

/// The sentences on which systems are compared.
struct TestSet {
  /// Nil if two texts are compared and nothing is translated.
  let sources: [String]?
  let references: [String]
  /// The line number, from 1, of each reference in its file.
  let lines: [Int]
  /// The number of the header line of a file of pairs; nil if there is none.
  let headerLine: Int?
  /// The path of the references.
  private let path: String
  /// The number of lines in that file.
  private let lineCount: Int
  private let corpus: ParallelSource?
  private let layout: PairLayout?
  private let sample: [[String]]

  /// Reads sources and references from two columns of each line that is not blank.
  init(pairs path: String, columns: PairColumns) throws {
    let pairs = try TestPairs(path: path, columns: columns)
    (sources, references) = (pairs.sources, pairs.references)
    (lines, headerLine, lineCount) = (pairs.lines, pairs.headerLine, pairs.lineCount)
    (layout, sample) = (pairs.layout, pairs.sample)
    self.path = path
    corpus = .pairs(path, columns: columns)
  }

  /// Reads two files, whose lines with the same number belong together.
  init(source: String?, reference: String) throws {
    // Errors in the source are reported first, because it is given first.
    let sourceLines = try source.map(dragoman.lines)
    references = try dragoman.lines(of: reference)
    sources = sourceLines
    path = reference
    lineCount = references.count
    lines = Array(1...max(1, references.count))
    (headerLine, layout) = (nil, nil)
    corpus = source.map { .files(source: $0, target: reference) }
    sample = zip(sourceLines ?? [], references).prefix(1).map { [$0, $1] }
    if let source, let sourceLines { try requireLine(of: source, sourceLines) }
  }

  /// Reads a file with one translation for each pair, or for each line of the file of pairs.
  func hypotheses(of path: String) throws -> [String] {
    let hypotheses = try dragoman.lines(of: path)
    if hypotheses.count == lineCount && lineCount > references.count {
      return lines.map { hypotheses[$0 - 1] }
    }
    try requireLine(of: path, hypotheses)
    return hypotheses
  }

  /// - Throws: `SuspectLayout` if the sources or references are almost certainly not sentences.
  func checkColumns() throws {
    guard let corpus, let sources else { return }
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "und"))
    var facts = LayoutFacts()
    for (source, reference) in zip(sources, references) {
      let tokens = (
        source: tokenizer.tokenize(source).count, target: tokenizer.tokenize(reference).count
      )
      if tokens.source > 0 && tokens.target > 0 {
        facts.add(source.utf8Span.span, reference.utf8Span.span, tokens: tokens)
      }
    }
    if let problem = facts.problem { throw SuspectLayout(problem, corpus, layout, sample: sample) }
  }

  /// - Throws: `CorpusError` unless there is one line for each reference, and at least one.
  private func requireLine(of path: String, _ lines: [String]) throws {
    guard lines.count == references.count else {
      throw CorpusError.unequalLineCounts(
        source: path, sourceLines: lines.count, target: self.path, targetLines: references.count)
    }
    guard !lines.isEmpty else { throw CorpusError.empty(paths: [path, self.path]) }
  }

  /// The language that the extension of the file of references names; nil for a file of pairs.
  var fileLanguage: String? { layout == nil ? Languages.fileExtension(path) : nil }

  /// Returns the different words of each source, including punctuation, split without a language and in
  /// lowercase.
  func sourceWords() throws -> [Set<String>] {
    var configuration = TokenizerConfiguration(language: "und")
    configuration.lowercase = true
    let tokenizer = try Tokenizer(configuration)
    return (sources ?? []).map { Set(tokenizer.tokenize($0)) }
  }

  /// Returns the number of tokens of each source, including punctuation, split without a language.
  func sourceLengths() throws -> [Int] {
    let tokenizer = try Tokenizer(TokenizerConfiguration(language: "und"))
    return (sources ?? []).map { tokenizer.tokenize($0).count }
  }
}
