// SPDX-License-Identifier: Apache-2.0

import Files

/// A corpus read and tokenized once, from which vocabularies are built and which they then encode.
///
/// Its tokens are kept in a file as the numbers that they got when they came first, so that encoding
/// only tells which number is which id. The memory taken is that of the distinct tokens, about 50
/// bytes and the length of each, and of a block of text for each thread; nothing grows with the pairs.
package struct TokenizedCorpus {
  /// The tokens of each side, as often as the pairs that are used hold them.
  package private(set) var source = VocabularyBuilder()
  package private(set) var target = VocabularyBuilder()
  package let report: CorpusReport
  package let fingerprint: CorpusFingerprint
  private let pairs: PairFile

  /// Reads the whole corpus on so many threads; what it holds is the same for any number. The file is
  /// made in the first of the directories that takes it.
  ///
  /// - Throws: `TokenizerError`, `FileError`, `TextFormatError`, `TextEncodingError` or `CorpusError`.
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
    let collector = try PairCollector(reader, strict: limits.strict, scratchIn: directories)
    try OrderedPipeline(
      make: reader.next, workers: indexers.map { $0.index }, take: collector.add
    ).run()
    (report, pairs) = try collector.finish(corpus.paths)
    fingerprint = reader.fingerprint
    source = VocabularyBuilder(tokens.source, collector.sourceCounts)
    target = VocabularyBuilder(tokens.target, collector.targetCounts)
  }

  /// A pair as text: what its tokens come to when they are joined again.
  package func text(ofPair number: Int) -> (source: String, target: String) {
    pairs.withPair(number) { (source: source.text(of: $0), target: target.text(of: $1)) }
  }

  /// The corpus as ids of two vocabularies.
  package func encoded(source: Vocabulary, target: Vocabulary) -> EncodedCorpus {
    encoded(source: self.source.ids(in: source), target: self.target.ids(in: target))
  }

  /// The corpus as what its tokens become.
  package func encoded(
    source: any SentenceEncoding, target: any SentenceEncoding
  ) -> EncodedCorpus {
    EncodedCorpus(pairs, source: source, target: target)
  }
}

/// Takes in what the indexers made of a corpus, block by block.
private final class PairCollector {
  private(set) var sourceCounts = TokenCounts()
  private(set) var targetCounts = TokenCounts()
  private var report = CorpusReport()
  private var invalid = (source: InvalidLines(), target: InvalidLines())
  private var file: PairFileWriter
  private let reader: CorpusReader
  private let isStrict: Bool

  init(
    _ reader: CorpusReader, strict: Bool, scratchIn directories: [String]
  ) throws(FileError) {
    self.reader = reader
    isStrict = strict
    file = try PairFileWriter(in: directories)
  }

  func add(_ block: IndexedBlock) throws {
    for (line, problem) in block.problems { try leaveOut(line, problem) }
    invalid.source.add(block.invalid.source)
    invalid.target.add(block.invalid.target)
    report.pairsKept += block.ends.count
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

  /// - Throws: `CorpusError` where there is no pair, `TextEncodingError`, `FileError`.
  func finish(_ paths: [String]) throws -> (CorpusReport, PairFile) {
    report.pairsRead = reader.pairsRead
    if report.pairsRead == 0 { throw CorpusError.empty(paths: paths) }
    report.encodings = try encodings(paths)
    if report.pairsKept == 0 { throw CorpusError.nothingKept(paths: paths, report) }
    return (report, try file.finished())
  }

  /// What there is to say of each file's encoding.
  ///
  /// - Throws: `TextEncodingError` or `TextFormatError` for a file that is not text for the most part.
  private func encodings(_ paths: [String]) throws -> [TextEncodingError] {
    var sides = [invalid.source, invalid.target]
    if paths.count == 1 {
      var both = invalid.source
      both.add(invalid.target)
      // A line of which both sides are invalid is one.
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
    case .noTab:
      try refuse(.missingTab, line, 0)
      report.skippedNoTab.add(line: line)
    case .blank(let side):
      try refuse(.oneSidedBlank, line, side)
      report.skippedBlank.add(line: line)
    case .bothBlank: report.blankPairs.add(line: line)
    case .tooLong: report.skippedTooLong.add(line: line)
    }
  }

  private func refuse(
    _ violation: CorpusError.Violation, _ line: Int, _ side: Int
  ) throws(CorpusError) {
    guard isStrict else { return }
    throw .violation(path: reader.path(ofSide: side), line: line, violation)
  }
}
