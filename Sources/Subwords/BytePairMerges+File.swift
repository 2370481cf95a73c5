// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// An error in a file of merges.
public struct BytePairMergesError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// The first line is not a version line.
    case missingVersion(found: String)
    /// The file has a version that is not supported.
    case otherVersion(found: String)
    /// The line is not two units separated by a space.
    case notTwoUnits(found: String)
    case invalidUTF8
    case tooLong
  }

  public let path: String
  /// The number of the line, from 1.
  public let line: Int
  public let kind: Kind

  public init(path: String, line: Int, kind: Kind) {
    self.path = path
    self.line = line
    self.kind = kind
  }
}

extension BytePairMerges {
  /// The first line of a file of merges, as subword-nmt writes it.
  public static let versionLine = "#version: 0.2"
  private static let versionLabel = "#version:"

  /// Reads the file that subword-nmt calls codes: a version line, then one merge per line, its two
  /// units separated by a space. Blank lines may follow at the end.
  ///
  /// - Throws: `FileError` if it cannot be read, `TextFormatError`, `BytePairMergesError` if it is
  ///   not such a file.
  public init(contentsOf path: String) throws {
    self.init()
    let reader = try LineReader(path: path)
    var blankLine: Int?
    while let line = try reader.next() {
      func failure(_ kind: BytePairMergesError.Kind) -> BytePairMergesError {
        BytePairMergesError(path: path, line: line.number, kind: kind)
      }
      guard line.isValid else { throw failure(.invalidUTF8) }
      guard !line.isCut else { throw failure(.tooLong) }
      if line.number == 1 {
        if let problem = Self.problem(ofVersion: line.text) { throw failure(problem) }
        continue
      }
      let fields = splitAtSpaces(line.text)
      if fields.isEmpty {
        blankLine = blankLine ?? line.number
        continue
      }
      if let blankLine {
        throw BytePairMergesError(path: path, line: blankLine, kind: .notTwoUnits(found: ""))
      }
      guard fields.count == 2, !line.text.utf8.contains(UInt8(ascii: "\t")) else {
        throw failure(.notTwoUnits(found: line.text))
      }
      append(fields[0].utf8Span.span, fields[1].utf8Span.span)
    }
    if reader.lineNumber == 0 {
      throw BytePairMergesError(path: path, line: 1, kind: .missingVersion(found: ""))
    }
  }

  private static func problem(ofVersion line: String) -> BytePairMergesError.Kind? {
    let fields = splitAtSpaces(line)
    if fields == splitAtSpaces(versionLine) { return nil }
    return fields.first == versionLabel
      ? .otherVersion(found: fields.dropFirst().joined(separator: " "))
      : .missingVersion(found: line)
  }

  /// Writes the file of merges atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(Self.versionLine + "\n")
    for index in 0..<count {
      let (left, right) = self[index]
      try file.write("\(left) \(right)\n")
    }
    try file.commit()
  }
}
