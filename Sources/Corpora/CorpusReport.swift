// SPDX-License-Identifier: Apache-2.0

public import Text

/// The result of reading a corpus: the number of pairs read, kept and skipped for each reason.
public struct CorpusReport: Sendable, Equatable, Codable {
  /// The number of pairs skipped for one reason or sharing one property, and the first line
  /// numbers.
  public struct Skipped: Sendable, Equatable, Codable {
    /// The maximum number of line numbers kept.
    public static let maximumLines = 5

    public var count = 0
    /// The numbers of the first of these lines, from 1.
    public var firstLines: [Int] = []

    public init(count: Int = 0, firstLines: [Int] = []) {
      self.count = count
      self.firstLines = firstLines
    }

    mutating func add(line: Int) {
      count += 1
      if firstLines.count < Self.maximumLines { firstLines.append(line) }
    }
  }

  /// The number of pairs in the corpus.
  public var pairsRead = 0
  /// The number of pairs used.
  public var pairsKept = 0
  /// Pairs with a side that is not valid UTF-8.
  public var skippedInvalidUTF8 = Skipped()
  /// Pairs with a side that contains U+0000.
  public var skippedNul = Skipped()
  /// Lines of a file of pairs without one of the two columns.
  public var skippedNoTab = Skipped()
  /// Pairs with exactly one blank side.
  public var skippedBlank = Skipped()
  /// Pairs with two blank sides.
  public var blankPairs = Skipped()
  /// Pairs with a side that has more tokens than the limit.
  public var skippedTooLong = Skipped()
  /// The number of the header line of a file of pairs; nil if the file has none.
  public var headerLine: Int?
  /// The columns of source and target in a file of pairs, from 1; nil for the first two columns and
  /// for two files.
  public var columns: [Int]?
  /// Pairs, including skipped ones, in which normalization removed invisible characters.
  public var withInvisibleCharacters = Skipped()
  /// Pairs, including skipped ones, in which normalization decoded XML entities.
  public var withEntities = Skipped()
  /// The files with invalid UTF-8, each with its probable encoding.
  public var encodings: [TextEncodingError] = []

  public init() {}
}

/// The reason that a corpus cannot be used.
public enum CorpusError: Error, Equatable, Sendable {
  /// A fault that is an error if `CorpusLimits.strict` is set.
  public enum Violation: Sendable, Equatable {
    case invalidUTF8, nul, missingTab, oneSidedBlank
    /// The line has no column with this number.
    case missingColumn(Int)
  }

  /// The files have no lines.
  case empty(paths: [String])
  /// Every line of a file of pairs is blank or a header.
  case noPair(path: String)
  /// No line has the chosen column. `widest` is the largest number of columns in a sample of the
  /// lines, and `firstLine` holds the cells of the first pair.
  case missingColumn(path: String, column: Int, widest: Int, firstLine: [String])
  /// The first line does not name the chosen column exactly once, but `matches` times. `names`
  /// holds its cells.
  case unknownColumn(path: String, name: String, matches: Int, names: [String])
  /// Source and target are the same column.
  case sameColumn(path: String, column: Int)
  /// The two files differ in their number of lines.
  case unequalLineCounts(source: String, sourceLines: Int, target: String, targetLines: Int)
  /// Every pair was skipped.
  case nothingKept(paths: [String], CorpusReport)
  /// A faulty pair, if `CorpusLimits.strict` is set.
  case violation(path: String, line: Int, Violation)
}
