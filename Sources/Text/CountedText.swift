// SPDX-License-Identifier: Apache-2.0

/// The tokens of a text of one language, counted.
package struct CountedText {
  package let words: VocabularyBuilder
  /// How many tokens the text has, repeated ones too.
  package let wordCount: Int
  /// The lines that were left out: those that are no UTF-8, and those that are too long.
  package let invalidLines: CorpusReport.Skipped
  package let longLines: CorpusReport.Skipped

  /// Reads the text at `path`, which a pipe may be. What is counted is the same for any number of
  /// threads.
  ///
  /// - Throws: `TokenizerError`, `TextFormatError` or `FileError`.
  package init(path: String, _ configuration: TokenizerConfiguration, threads: Int = 1) throws {
    let tokens = SharedTokens()
    let indexers = try (0..<threads).map { _ in
      TextIndexer(SentenceIndexer(try Tokenizer(configuration), tokens))
    }
    let reader = try LineReader(path: path)
    var (counts, words) = (TokenCounts(), 0)
    var (invalidLines, longLines) = (CorpusReport.Skipped(), CorpusReport.Skipped())
    try OrderedPipeline(
      make: { try TextBlock(from: reader) }, workers: indexers.map { $0.index },
      take: { block, lines in
        counts.add(lines.numbers.span)
        words += lines.numbers.count
        for line in (block.invalidLines + lines.invalid.map { block.firstLine + $0 }).sorted() {
          invalidLines.add(line: line)
        }
        for line in block.longLines { longLines.add(line: line) }
      }
    ).run()
    self.words = VocabularyBuilder(tokens, counts)
    wordCount = words
    self.invalidLines = invalidLines
    self.longLines = longLines
  }
}

extension CountedText {
  /// Reads the text at `path`, whose tokens stand between spaces already.
  ///
  /// - Throws: `TextFormatError` or `FileError`.
  package init(tokensAt path: String) throws {
    let reader = try LineReader(path: path)
    var (words, wordCount) = (VocabularyBuilder(), 0)
    var (invalidLines, longLines) = (CorpusReport.Skipped(), CorpusReport.Skipped())
    while let line = try reader.next() {
      if !line.isValid {
        invalidLines.add(line: line.number)
      } else if line.isCut {
        longLines.add(line: line.number)
      } else {
        let tokens = splitAtSpaces(line.text)
        words.add(tokens)
        wordCount += tokens.count
      }
    }
    self.words = words
    self.wordCount = wordCount
    self.invalidLines = invalidLines
    self.longLines = longLines
  }
}

/// Some lines of a text, of which those that are too long are blank.
private struct TextBlock {
  let firstLine: Int
  private(set) var lines = LineBlock()
  private(set) var longLines: [Int] = []
  private(set) var invalidLines: [Int] = []

  /// Reads the next lines; nil when there are none.
  init?(from reader: LineReader) throws {
    firstLine = reader.lineNumber + 1
    while !lines.isFull, try reader.advance() {
      reader.withLine { lines.append(reader.isCut ? Span() : $0) }
      guard reader.isCut else { continue }
      let isValid = reader.withLine { (try? UTF8Span(validating: $0)) != nil }
      if isValid {
        longLines.append(reader.lineNumber)
      } else {
        invalidLines.append(reader.lineNumber)
      }
    }
    if lines.count == 0 { return nil }
    lines.close()
  }
}

/// Indexes a text on one thread.
private final class TextIndexer {
  private var indexer: SentenceIndexer

  init(_ indexer: SentenceIndexer) { self.indexer = indexer }

  func index(_ block: TextBlock) -> (block: TextBlock, lines: IndexedLines) {
    (block, indexer.index(block.lines))
  }
}
