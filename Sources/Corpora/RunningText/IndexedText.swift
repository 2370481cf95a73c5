// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Files
package import Text

/// Running text that is read and split into units once, for building a vocabulary and then encoding
/// with it.
///
/// A file holds the units as numbers, so that encoding only maps numbers to ids. The memory is that
/// of the distinct units and one block of text per thread. It does not grow with the text.
package struct IndexedText: Sendable {
  package let unit: TextUnit
  package let layout: TextLayout
  package let report: RunningTextReport
  package let fingerprint: CorpusFingerprint
  /// The units by number, less 1.
  let table: TokenTable
  let numbers: MappedArray<Int32>
  let directories: [String]

  /// Reads files on `threads` threads. The units do not depend on their number. The scratch file is
  /// created in the first of `directories` that allows it. If `strict`, a line that is not valid
  /// UTF-8 or contains U+0000 is an error. If `forTraining`, so is text of one distinct unit.
  /// `blockSize` is the number of bytes that a thread processes at a time.
  ///
  /// - Throws: `TokenizerError`, `FileError`, `TextFormatError`, `TextEncodingError`,
  ///   `RunningTextError` or, if `strict`, `CorpusError.violation`.
  package init(
    _ paths: [String], _ unit: TextUnit, _ configuration: TokenizerConfiguration,
    layout: TextLayout = .continuous, strict: Bool = false, forTraining: Bool = true,
    threads: Int = 1, scratchIn directories: [String], blockSize: Int = 1 << 18
  ) throws {
    let shared = SharedTokens()
    let indexers = try (0..<threads).map { _ in
      RunningTextIndexer(UnitIndexer(try UnitSplitter(unit, configuration), shared), layout)
    }
    let readers = try paths.enumerated().map { file, path in
      try RunningTextReader(
        path: path, file: file, needsLines: layout == .lines, blockSize: blockSize)
    }
    var collector = TextCollector(paths, layout, strict: strict)
    let writer = try MappedArray<Int32>.Writer(name: "text-units", in: directories)
    if layout == .lines { try writer.append([endNumber]) }
    var file = 0
    try OrderedPipeline(
      make: {
        while file < readers.count {
          if let block = try readers[file].next() { return block }
          file += 1
        }
        return nil
      },
      workers: indexers.map { $0.index }, take: { try writer.append(collector.add($0)) }
    ).run()
    numbers = try writer.finished()
    table = shared.all
    fingerprint = CorpusFingerprint(readers, lines: readers.reduce(0) { $0 + $1.lines })
    report = try collector.report(readers, distinct: table.count)
    if forTraining, table.count == 1 {
      throw RunningTextError.oneDistinctUnit(paths: paths, unit: table[0])
    }
    self.unit = unit
    self.layout = layout
    self.directories = directories
  }

  /// The number of tokens: units and ends.
  package var count: Int { numbers.count }

  /// The places of all tokens.
  package var places: Range<Int> { 0..<count }

  /// Splits the text so that the second part holds about the given share of its tokens. In a text
  /// of lines, both parts hold whole lines, and share the `</s>` between them.
  package func split(
    developmentShare share: Double
  ) -> (training: Range<Int>, development: Range<Int>) {
    precondition(share >= 0 && share <= 1)
    var end = count - Int((Double(count) * share).rounded())
    guard layout == .lines else { return (0..<end, end..<count) }
    end = max(end, 1)
    while end > 1, numbers[end - 1] != endNumber { end -= 1 }
    return (0..<end, (end - 1)..<count)
  }

  /// Counts the units in a part of the text. The counts include every unit of the whole text, in
  /// the order of their numbers.
  package func units(in places: Range<Int>) -> VocabularyBuilder {
    let counts = counts(in: places)
    var builder = VocabularyBuilder()
    for number in 0..<table.count {
      table.withToken(number) { builder.count($0, times: counts[number + 1]) }
    }
    return builder
  }

  /// Returns the count of each number in a part of the text.
  func counts(in places: Range<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: table.count + 1)
    numbers.forEachChunk(of: places) { numbers in
      for index in numbers.indices { counts[Int(numbers[index])] += 1 }
    }
    return counts
  }
}

/// Collects the indexed blocks of running text, in order.
private struct TextCollector {
  private let paths: [String]
  private let layout: TextLayout
  private let strict: Bool
  private var facts = RunningTextReport()
  private var invalid: [InvalidLines]
  /// The number of the last faulty line of the current file. A long line is in several blocks.
  private var lastFault = 0
  private var last = endNumber

  init(_ paths: [String], _ layout: TextLayout, strict: Bool) {
    self.paths = paths
    self.layout = layout
    self.strict = strict
    invalid = paths.map { _ in InvalidLines() }
  }

  /// Returns the numbers that a block adds to the text.
  mutating func add(_ block: consuming IndexedRunningBlock) throws(CorpusError) -> [Int32] {
    for (line, fault, bytes) in block.faults where line != lastFault {
      lastFault = line
      switch fault {
      case .invalidUTF8:
        try refuse(.invalidUTF8, line, block.file)
        invalid[block.file].add(bytes.span, number: line)
      case .nul:
        try refuse(.nul, line, block.file)
        invalid[block.file].nulCount += 1
        facts.nulLines += 1
      }
    }
    facts.emptyLines += block.emptyLines
    var numbers = block.numbers
    if block.endsFile {
      lastFault = 0
      if last != endNumber { numbers.append(endNumber) }
    }
    let ends = numbers.count { $0 == endNumber }
    facts.units += numbers.count - ends
    facts.characters += block.characters + (layout == .lines ? ends : 0)
    last = numbers.last ?? last
    return numbers
  }

  private func refuse(
    _ violation: CorpusError.Violation, _ line: Int, _ file: Int
  ) throws(CorpusError) {
    if strict { throw .violation(path: paths[file], line: line, violation) }
  }

  /// - Throws: `RunningTextError.empty`, `TextEncodingError` or `TextFormatError` if most lines of
  ///   a file are not text.
  consuming func report(
    _ readers: [RunningTextReader], distinct: Int
  ) throws -> RunningTextReport {
    for (reader, invalid) in zip(readers, invalid) {
      if let encoding = try invalid.encoding(ofFile: reader.path, lines: reader.lines) {
        facts.encodings.append(encoding)
      }
      facts.bytes += reader.byteCount
      facts.lines += reader.lines
    }
    if facts.units == 0 { throw RunningTextError.empty(paths: paths) }
    facts.files = paths.count
    facts.distinctUnits = distinct
    return facts
  }
}
