// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Text

@Suite struct CellsTests {
  private func cells(of line: [UInt8]) -> [[UInt8]] {
    let span = line.span
    return Text.cells(of: span).map { Array(line[$0]) }
  }

  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\tb", ["a", "b"]), (" a \t b ", ["a", "b"]), ("\t", ["", ""]),
    (" \t \u{3000}", ["", ""]), ("\u{A0}a\u{A0}\u{202F}\tb\u{2028}\u{85}", ["a", "b"]),
    ("\u{1680}\u{205F}a b\u{2009}", ["a b"]), ("a\r\t\u{B}b", ["a", "b"]),
    ("\"a\tb\"", ["\"a", "b\""]), ("é\t日本語", ["é", "日本語"]), ("\u{200B}a", ["\u{200B}a"]),
  ])
  func cellsWithoutWhitespaceAtTheEdges(line: String, expected: [String]) {
    #expect(cells(of: Array(line.utf8)) == expected.map { Array($0.utf8) })
  }

  /// Incomplete whitespace characters at the edges of a cell.
  @Test(arguments: [[0xE2], [0xE2, 0x80], [0x80, 0x80], [0xC2], [0xA0], [0xE3, 0x80], [0xFF]])
  func bytesThatAreNotUTF8Stay(bytes: [UInt8]) {
    #expect(cells(of: bytes + [9] + bytes) == [bytes, bytes])
    #expect(cells(of: [32] + bytes + [32]) == [bytes])
  }

  @Test func twoCellsInAnyOrder() throws {
    let line = Array("1\t a\t2\tb \tc".utf8)
    func two(_ first: Int, _ second: Int) -> (first: Range<Int>, second: Range<Int>)? {
      Text.cells(first, second, of: line.span)
    }
    let found = try #require(two(4, 2))
    #expect(line[found.first].elementsEqual("b".utf8))
    #expect(line[found.second].elementsEqual("a".utf8))
    #expect(two(2, 5) != nil)
    #expect(two(2, 6) == nil)
  }
}
