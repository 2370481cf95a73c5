// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

@Suite struct NormalizationTests {
  @Test func equalsUnicodedata() throws {
    for line in try goldenLines("normalization.tsv") {
      let texts = line.split(separator: "\t", omittingEmptySubsequences: false).map(text)
      #expect(normalizedToNFC(texts[0]).utf8.elementsEqual(texts[1].utf8), "\(line)")
    }
  }

  private func text(ofCodePoints points: Substring) -> String {
    var text = String.UnicodeScalarView()
    for point in points.split(separator: " ") {
      if let value = UInt32(point, radix: 16), let scalar = Unicode.Scalar(value) {
        text.append(scalar)
      }
    }
    return String(text)
  }

  @Test func growsAsFarAsTextMay() {
    // U+1D160 decomposes into three characters, U+FB2C into three of two bytes each.
    let text = String(repeating: "\u{1D160}\u{FB2C}", count: 1000)
    let expected = String(
      repeating: "\u{1D158}\u{1D165}\u{1D16E}\u{05E9}\u{05BC}\u{05C1}", count: 1000)
    #expect(normalizedToNFC(text).utf8.elementsEqual(expected.utf8))
  }

  @Test func whitespaceIsThatOfUnicode() {
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar).utf8Span
      let isSpace = whitespaceLength(in: text.span, at: 0) == text.count
      if isSpace != scalar.properties.isWhitespace { Issue.record("U+\(String(value, radix: 16))") }
    }
  }
}
