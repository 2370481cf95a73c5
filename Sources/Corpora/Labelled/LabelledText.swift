// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Text

/// Texts with a label each, read from tab-separated files of `text<TAB>label` lines and split into
/// units once, for building a vocabulary and then encoding with it.
package struct LabelledText: Sendable {
  /// The units by number.
  package let units: TokenTable
  /// The labels by number.
  package let labels: TokenTable
  package let report: LabelledTextReport
  package let fingerprint: CorpusFingerprint
  /// The numbers of the units of all texts, end to end, and the end of each text's.
  private let numbers: [Int32]
  private let ends: [Int]
  /// The number of each text's label.
  private let labelNumbers: [Int32]

  /// Reads files. The text is in the first of `columns`, the label in the second. Texts with more
  /// than `maximumLength` units are left out. If `strict`, a faulty line is an error.
  ///
  /// - Throws: `LabelledTextError`, `CorpusError` for columns that the first line does not have,
  ///   `TokenizerError`, `TextFormatError`, `TextEncodingError` or `FileError`.
  package init(
    _ paths: [String], columns: PairColumns = .firstTwo, _ unit: TextUnit,
    _ configuration: TokenizerConfiguration, maximumLength: Int, strict: Bool = false
  ) throws {
    var reading = try LabelledTextReading(unit, configuration, maximumLength, strict: strict)
    let readers = try paths.map { try reading.read($0, columns) }
    fingerprint = CorpusFingerprint(
      readers, lines: readers.reduce(0) { $0 + $1.lineNumber })
    (report, labels) = (reading.report, reading.labels)
    (units, numbers) = (reading.units, reading.numbers)
    (ends, labelNumbers) = (reading.ends, reading.labelNumbers)
    if ends.isEmpty { throw LabelledTextError.nothingKept(paths: paths, report) }
  }

  package var count: Int { ends.count }

  /// Returns the numbers of a text's units.
  package func units(ofText text: Int) -> ArraySlice<Int32> {
    numbers[(text == 0 ? 0 : ends[text - 1])..<ends[text]]
  }

  /// Returns the number of a text's label.
  package func label(ofText text: Int) -> Int { Int(labelNumbers[text]) }

  /// Counts the units of some texts.
  package func unitCounts(in texts: [Int]) -> VocabularyBuilder {
    var counts = [Int](repeating: 0, count: units.count)
    for text in texts {
      for number in units(ofText: text) { counts[Int(number)] += 1 }
    }
    var builder = VocabularyBuilder()
    for number in 0..<units.count {
      units.withToken(number) { builder.count($0, times: counts[number]) }
    }
    return builder
  }

  /// Returns the labels of some texts, by decreasing count.
  package func labelSet(of texts: [Int]) -> LabelSet {
    var counts = [Int](repeating: 0, count: labels.count)
    for text in texts { counts[label(ofText: text)] += 1 }
    return LabelSet(of: labels, counts: counts)
  }
}

/// Splits the lines of texts and labels into units, file by file.
private struct LabelledTextReading {
  private var lines: LabelledLines
  private(set) var labels = TokenTable()
  private(set) var numbers: [Int32] = []
  private(set) var ends: [Int] = []
  private(set) var labelNumbers: [Int32] = []
  private let shared: SharedTokens
  private let indexer: UnitIndexer
  private let maximumLength: Int

  init(
    _ unit: TextUnit, _ configuration: TokenizerConfiguration, _ maximumLength: Int, strict: Bool
  ) throws {
    shared = SharedTokens()
    indexer = UnitIndexer(try UnitSplitter(unit, configuration), shared)
    lines = LabelledLines(strict: strict)
    self.maximumLength = maximumLength
  }

  var units: TokenTable { shared.all }
  var report: LabelledTextReport { lines.report }

  mutating func read(_ path: String, _ columns: PairColumns) throws -> LineReader {
    var lines = lines
    defer { self.lines = lines }
    return try lines.read(path, columns) { add($0, $1) }
  }

  private mutating func add(
    _ text: UTF8Span, _ label: UTF8Span
  ) -> LabelledTextError.Violation? {
    let first = numbers.count
    indexer.append(text, isContinued: false, to: &numbers)
    guard numbers.count - first <= maximumLength else {
      numbers.removeSubrange(first...)
      return .tooLong
    }
    ends.append(numbers.count)
    labelNumbers.append(labels.intern(label.span))
    return nil
  }
}
