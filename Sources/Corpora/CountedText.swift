// SPDX-License-Identifier: Apache-2.0

package import Text

/// The token counts of a text in one language.
package struct CountedText {
  package let words: VocabularyBuilder
  /// The number of tokens in the text, with repeats.
  package let wordCount: Int
  /// The skipped lines that are not valid UTF-8; nil if there are none.
  package let encoding: TextEncodingError?
  /// The skipped lines that contain U+0000, and those that are too long.
  package let nulLines: CorpusReport.Skipped
  package let longLines: CorpusReport.Skipped

  /// Reads the text at `path`, which may be a pipe. The counts do not depend on the number of
  /// threads.
  ///
  /// - Throws: `TokenizerError`, `TextFormatError`, `TextEncodingError` or `FileError`.
  package init(path: String, _ configuration: TokenizerConfiguration, threads: Int = 1) throws {
    let tokens = SharedTokens()
    let indexers = try (0..<threads).map { _ in
      TextIndexer(SentenceIndexer(try Tokenizer(configuration), tokens))
    }
    let reader = try LineReader(path: path)
    var (counts, words) = (TokenCounts(), 0)
    var leftOut = LeftOutLines()
    try OrderedPipeline(
      make: { try TextBlock(from: reader) }, workers: indexers.map { $0.index },
      take: { block, lines in
        counts.add(lines.numbers.span)
        words += lines.numbers.count
        leftOut.add(block, lines)
      }
    ).run()
    try self.init(VocabularyBuilder(tokens, counts), words, leftOut, of: reader)
  }

  /// - Throws: `TextEncodingError` or `TextFormatError` if most lines are not text.
  private init(
    _ words: VocabularyBuilder, _ wordCount: Int, _ leftOut: LeftOutLines, of reader: LineReader
  ) throws {
    self.words = words
    self.wordCount = wordCount
    nulLines = leftOut.nul
    longLines = leftOut.long
    encoding = try leftOut.invalid.encoding(ofFile: reader.path, lines: reader.lineNumber)
  }
}

extension CountedText {
  /// Reads the text at `path`, in which spaces already separate the tokens.
  ///
  /// - Throws: `TextFormatError`, `TextEncodingError` or `FileError`.
  package init(tokensAt path: String) throws {
    let reader = try LineReader(path: path)
    var (words, wordCount) = (VocabularyBuilder(), 0)
    var leftOut = LeftOutLines()
    while let line = try reader.next() {
      if line.isCut {
        leftOut.long.add(line: line.number)
      } else if !line.isValid {
        reader.withLine { leftOut.invalid.add($0, number: line.number) }
      } else if line.hasNul {
        leftOut.addNul(line: line.number)
      } else {
        let tokens = splitAtSpaces(line.text)
        words.add(tokens)
        wordCount += tokens.count
      }
    }
    try self.init(words, wordCount, leftOut, of: reader)
  }
}

/// The lines of a text that are skipped.
private struct LeftOutLines {
  var invalid = InvalidLines()
  private(set) var nul = CorpusReport.Skipped()
  var long = CorpusReport.Skipped()

  mutating func addNul(line: Int) {
    nul.add(line: line)
    invalid.nulCount += 1
  }

  mutating func add(_ block: TextBlock, _ lines: IndexedLines) {
    invalid.add(lines.faults, of: block.lines, firstLine: block.firstLine)
    for line in lines.faults.keys.sorted() where lines.faults[line] == .nul {
      nul.add(line: block.firstLine + line)
    }
    for line in block.longLines { long.add(line: line) }
  }
}

/// A block of lines; a line that is too long is replaced with a blank one.
private struct TextBlock {
  let firstLine: Int
  private(set) var lines = LineBlock()
  private(set) var longLines: [Int] = []

  /// Reads the next lines; nil at the end.
  init?(from reader: LineReader) throws {
    firstLine = reader.lineNumber + 1
    while !lines.isFull, try reader.advance() {
      reader.withLine { lines.append(reader.isCut ? Span() : $0) }
      if reader.isCut { longLines.append(reader.lineNumber) }
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
