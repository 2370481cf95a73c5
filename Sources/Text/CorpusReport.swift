// SPDX-License-Identifier: Apache-2.0

/// What was read of a corpus, and what was left out and why.
public struct CorpusReport: Sendable, Equatable, Codable {
  /// How many pairs were left out for one reason, or have something in common, and where.
  public struct Skipped: Sendable, Equatable, Codable {
    /// How many line numbers are kept.
    public static let maximumLines = 5

    public var count = 0
    /// The numbers of the first such lines, from 1.
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

  /// How many pairs the corpus has.
  public var pairsRead = 0
  /// How many of them are used.
  public var pairsKept = 0
  /// Pairs of which a side is not valid UTF-8.
  public var skippedInvalidUTF8 = Skipped()
  /// Pairs of which a side holds U+0000.
  public var skippedNul = Skipped()
  /// Lines of a file of pairs that do not have both columns.
  public var skippedNoTab = Skipped()
  /// Pairs of which one side is blank.
  public var skippedBlank = Skipped()
  /// Pairs of which both sides are blank.
  public var blankPairs = Skipped()
  /// Pairs of which a side has more tokens than the limit.
  public var skippedTooLong = Skipped()
  /// The number of the header line of a file of pairs; nil if the file has none.
  public var headerLine: Int?
  /// The columns of source and target, from 1, in a file of pairs; nil for the first two columns and
  /// for two files.
  public var columns: [Int]?
  /// Pairs, including those left out, whose invisible characters normalization dropped.
  public var withInvisibleCharacters = Skipped()
  /// Pairs, including those left out, whose XML entities normalization decoded.
  public var withEntities = Skipped()
  /// The files with invalid UTF-8, each with its probable encoding.
  public var encodings: [TextEncodingError] = []

  public init() {}
}

/// What tells one state of a corpus from another.
public struct CorpusFingerprint: Sendable, Equatable, Codable {
  /// The size of its files together.
  public var bytes: Int
  /// The count of lines.
  public var lines: Int
  /// The xxHash64 of each file, source before target, 16 hexadecimal digits each.
  public var hash: String
  /// The columns of source and target, from 1, in a file of pairs; nil for the first two, and for two files.
  public var columns: [Int]?
  /// The line, from 1, that is not a pair since it names the columns; nil where there is none.
  public var headerLine: Int?

  public init(
    bytes: Int, lines: Int, hash: String, columns: [Int]? = nil, headerLine: Int? = nil
  ) {
    self.bytes = bytes
    self.lines = lines
    self.hash = hash
    self.columns = columns
    self.headerLine = headerLine
  }

  private enum CodingKeys: String, CodingKey {
    case bytes, lines, hash, columns
    case headerLine = "header_line"
  }
}

/// Why a corpus cannot be used.
public enum CorpusError: Error, Equatable, Sendable {
  /// What `CorpusLimits.strict` forbids.
  public enum Violation: Sendable, Equatable {
    case invalidUTF8, nul, missingTab, oneSidedBlank
    /// The line has no column of that number.
    case missingColumn(Int)
  }

  /// There is no line.
  case empty(paths: [String])
  /// Every line of a file of pairs is blank, or names its columns.
  case noPair(path: String)
  /// No line has a column that was chosen: the widest has so many. `firstLine` holds cells.
  case missingColumn(path: String, column: Int, widest: Int, firstLine: [String])
  /// The first line names a column not once, but so many times. `names` are its cells.
  case unknownColumn(path: String, name: String, matches: Int, names: [String])
  /// Source and target are one column.
  case sameColumn(path: String, column: Int)
  /// The two files are not aligned.
  case unequalLineCounts(source: String, sourceLines: Int, target: String, targetLines: Int)
  /// Every pair was left out.
  case nothingKept(paths: [String], CorpusReport)
  /// A pair that would be left out, where that is an error.
  case violation(path: String, line: Int, Violation)
}
