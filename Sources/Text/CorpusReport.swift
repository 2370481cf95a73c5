// SPDX-License-Identifier: Apache-2.0

/// What was read of a corpus, and what was left out and why.
public struct CorpusReport: Sendable, Equatable, Codable {
  /// How many pairs were left out for one reason, and where.
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
  /// Lines of a file of pairs that hold no tab.
  public var skippedNoTab = Skipped()
  /// Pairs of which one side is blank.
  public var skippedBlank = Skipped()
  /// Pairs of which both sides are blank.
  public var blankPairs = Skipped()
  /// Pairs of which a side has more tokens than the limit.
  public var skippedTooLong = Skipped()
  /// The files with lines that are not valid UTF-8, and the encodings that these are probably in.
  public var encodings: [TextEncodingError] = []

  public init() {}
}

/// What tells one state of a corpus from another.
public struct CorpusFingerprint: Sendable, Equatable, Codable {
  /// The size of its files together.
  public var bytes: Int
  /// The count of pairs.
  public var lines: Int
  /// The xxHash64 of each file, source before target, 16 hexadecimal digits each.
  public var hash: String

  public init(bytes: Int, lines: Int, hash: String) {
    self.bytes = bytes
    self.lines = lines
    self.hash = hash
  }
}

/// Why a corpus cannot be used.
public enum CorpusError: Error, Equatable, Sendable {
  /// What `CorpusLimits.strict` forbids.
  public enum Violation: Sendable {
    case invalidUTF8, nul, missingTab, oneSidedBlank
  }

  /// There is no line.
  case empty(paths: [String])
  /// The two files are not aligned.
  case unequalLineCounts(source: String, sourceLines: Int, target: String, targetLines: Int)
  /// Every pair was left out.
  case nothingKept(paths: [String], CorpusReport)
  /// A pair that would be left out, where that is an error.
  case violation(path: String, line: Int, Violation)
}
