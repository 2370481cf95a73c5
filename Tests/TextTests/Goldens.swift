// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import Text

/// Reads the lines of a golden file of these tests.
func goldenLines(_ name: String) throws -> [String] {
  let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
  return try lines(of: "/\(folder)/Goldens/\(name)")
}

func lines(of path: String) throws -> [String] {
  let reader = try LineReader(path: path)
  var lines: [String] = []
  while let line = try reader.next() { lines.append(line.text) }
  return lines
}

/// A text with the word boundaries that PyICU finds in it; see `make_segmentation.py`.
struct SegmentedText {
  let language: String
  let text: String
  let boundaries: String

  /// Returns the committed texts, and those of the files named in the environment variable.
  static func all() throws -> [SegmentedText] {
    let more = getenv("DRAGOMAN_SEGMENTATION").map { String(cString: $0) } ?? ""
    var lines = try goldenLines("segmentation.tsv")
    for path in more.split(separator: ":") { lines += try TextTests.lines(of: String(path)) }
    return lines.map { line in
      let fields = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      let text = fields.dropFirst().dropLast().joined(separator: [UInt8(ascii: "\t")])
      return SegmentedText(
        language: String(Substring(fields[0])), text: String(decoding: Array(text), as: UTF8.self),
        boundaries: String(Substring(fields[fields.count - 1])))
    }
  }
}
