// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Files
package import Text

/// A corpus that is read and tokenized once, for building vocabularies and then encoding with them.
///
/// A file holds the tokens as numbers in order of first occurrence, so that encoding only maps
/// numbers to ids. The memory is that of the distinct tokens, each about 50 bytes plus its length,
/// and one block of text per thread. It does not grow with the number of pairs.
package struct TokenizedCorpus {
  /// The token counts of each side over the pairs used.
  package private(set) var source = VocabularyBuilder()
  package private(set) var target = VocabularyBuilder()
  /// The typography of the target side; nil if its text is not normalized.
  package let targetTypography: Typography?
  package let report: CorpusReport
  package let fingerprint: CorpusFingerprint
  private let pairs: PairFile

  /// Reads the whole corpus on `threads` threads. The result does not depend on their number. The
  /// file is created in the first of `directories` that allows it.
  ///
  /// - Throws: `TokenizerError`, `FileError`, `TextFormatError`, `TextEncodingError`, `CorpusError`
  ///   or `SuspectLayout`.
  package init(
    _ corpus: ParallelSource, source sourceTokenizer: TokenizerConfiguration,
    target targetTokenizer: TokenizerConfiguration, limits: CorpusLimits = CorpusLimits(),
    threads: Int = 1, scratchIn directories: [String]
  ) throws {
    let tokens = (source: SharedTokens(), target: SharedTokens())
    let indexers = try (0..<threads).map { _ in
      PairIndexer(
        source: SentenceIndexer(try Tokenizer(sourceTokenizer), tokens.source),
        target: SentenceIndexer(try Tokenizer(targetTokenizer), tokens.target),
        maximumLength: limits.maximumLength)
    }
    let reader = try CorpusReader(corpus)
    let collector = try PairCollector(reader, corpus, limits, scratchIn: directories)
    try OrderedPipeline(
      make: reader.next, workers: indexers.map { $0.index }, take: collector.add
    ).run()
    (report, pairs) = try collector.finish()
    fingerprint = reader.fingerprint
    source = VocabularyBuilder(tokens.source, collector.sourceCounts)
    target = VocabularyBuilder(tokens.target, collector.targetCounts)
    targetTypography =
      targetTokenizer.normalization == .none ? nil : collector.targetTypography.typography
  }

  /// Returns a pair as text, joined from its tokens.
  package func text(ofPair number: Int) -> (source: String, target: String) {
    pairs.withPair(number) { (source: source.text(of: $0), target: target.text(of: $1)) }
  }

  /// Encodes the corpus as ids in two vocabularies.
  package func encoded(source: Vocabulary, target: Vocabulary) -> EncodedCorpus {
    encoded(source: self.source.ids(in: source), target: self.target.ids(in: target))
  }

  /// Encodes the corpus with an encoding for each side.
  package func encoded(
    source: any SentenceEncoding, target: any SentenceEncoding
  ) -> EncodedCorpus {
    EncodedCorpus(pairs, source: source, target: target)
  }
}

/// Collects the indexed blocks of a corpus, in order.
private final class PairCollector {
  private(set) var sourceCounts = TokenCounts()
  private(set) var targetCounts = TokenCounts()
  private(set) var targetTypography = TypographyCounts()
  private var report = CorpusReport()
  private var facts = LayoutFacts()
  private var invalid = (source: InvalidLines(), target: InvalidLines())
  private var file: PairFileWriter
  private let reader: CorpusReader
  private let corpus: ParallelSource
  private let limits: CorpusLimits

  init(
    _ reader: CorpusReader, _ corpus: ParallelSource, _ limits: CorpusLimits,
    scratchIn directories: [String]
  ) throws(FileError) {
    self.reader = reader
    self.corpus = corpus
    self.limits = limits
    file = try PairFileWriter(in: directories)
  }

  func add(_ block: IndexedBlock) throws {
    for (line, problem) in block.problems { try leaveOut(line, problem) }
    invalid.source.add(block.invalid.source)
    invalid.target.add(block.invalid.target)
    for line in block.withInvisible { report.withInvisibleCharacters.add(line: line) }
    for line in block.withEntities { report.withEntities.add(line: line) }
    targetTypography += block.targetTypography
    report.pairsKept += block.ends.count
    facts.add(block.facts)
    try file.append(block)
    let records = block.records.span
    var start = 0
    for end in block.ends {
      let middle = start + 1 + Int(records[start])
      sourceCounts.add(records.extracting((start + 1)..<middle))
      targetCounts.add(records.extracting(middle..<end))
      start = end
    }
  }

  /// - Throws: `CorpusError` if no pair is left, `TextEncodingError`, `TextFormatError`,
  ///   `SuspectLayout` or `FileError`.
  func finish() throws -> (CorpusReport, PairFile) {
    report.pairsRead = reader.pairsRead
    report.headerLine = reader.headerLine
    report.columns = reader.otherColumns
    let paths = corpus.paths
    if reader.fingerprint.lines == 0 { throw CorpusError.empty(paths: paths) }
    if report.pairsRead == 0 { throw CorpusError.noPair(path: paths[0]) }
    report.encodings = try encodings(paths)
    if !limits.allowsSuspectColumns, let problem = facts.problem {
      throw SuspectLayout(problem, corpus, reader.layout, sample: reader.sample)
    }
    if report.pairsKept == 0 { throw missingColumn ?? .nothingKept(paths: paths, report) }
    return (report, try file.finished())
  }

  /// The error if columns were chosen and no pair has both; otherwise nil.
  private var missingColumn: CorpusError? {
    guard case .pairs(let path, let columns) = corpus, columns != .firstTwo,
      let layout = reader.layout, report.skippedNoTab.count == report.pairsRead
    else { return nil }
    let widest = reader.sample.map(\.count).max() ?? 0
    return .missingColumn(
      path: path, column: max(layout.source, layout.target), widest: widest,
      firstLine: reader.sample.first ?? [])
  }

  /// Returns the files with invalid lines and their probable encodings.
  ///
  /// - Throws: `TextEncodingError` or `TextFormatError` if most lines of a file are not text.
  private func encodings(_ paths: [String]) throws -> [TextEncodingError] {
    var sides = [invalid.source, invalid.target]
    if paths.count == 1 {
      var both = invalid.source
      both.add(invalid.target)
      // A line that is invalid on both sides counts once.
      both.nulCount = report.skippedNul.count
      both.count = report.skippedInvalidUTF8.count
      both.firstLine = report.skippedInvalidUTF8.firstLines.first ?? 0
      sides = [both]
    }
    return try zip(paths, sides).compactMap { path, side in
      try side.encoding(ofFile: path, lines: report.pairsRead)
    }
  }

  private func leaveOut(_ line: Int, _ problem: PairProblem) throws(CorpusError) {
    switch problem {
    case .invalidUTF8(let side):
      try refuse(.invalidUTF8, line, side)
      report.skippedInvalidUTF8.add(line: line)
    case .nul(let side):
      try refuse(.nul, line, side)
      report.skippedNul.add(line: line)
    case .missingColumn:
      try refuse(missingColumnViolation, line, 0)
      report.skippedNoTab.add(line: line)
    case .blank(let side):
      try refuse(.oneSidedBlank, line, side)
      report.skippedBlank.add(line: line)
    case .bothBlank: report.blankPairs.add(line: line)
    case .tooLong: report.skippedTooLong.add(line: line)
    }
  }

  private var missingColumnViolation: CorpusError.Violation {
    guard let layout = reader.layout, max(layout.source, layout.target) > 2 else {
      return .missingTab
    }
    return .missingColumn(max(layout.source, layout.target))
  }

  private func refuse(
    _ violation: CorpusError.Violation, _ line: Int, _ side: Int
  ) throws(CorpusError) {
    guard limits.strict else { return }
    throw .violation(path: reader.path(ofSide: side), line: line, violation)
  }
}
