// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Files

struct SystemStringTests {
  @Test func keepsEveryByte() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let count = Int.random(in: 0...12, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &generator) }
      #expect(String(systemBytes: bytes).systemBytes == bytes)
    }
  }

  @Test func keepsTheBytesOfCharactersThatStandForBytes() {
    for value: UInt32 in [0x10FE7F, 0x10FE80, 0x10FEFF, 0x10FF00] {
      let bytes = Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
      #expect(String(systemBytes: bytes).systemBytes == bytes)
    }
  }

  @Test func validTextIsUnchanged() {
    for text in ["", "a/b.txt", "日本", "e\u{301}", "\u{FFFD}", "👩‍👩‍👧"] {
      #expect(String(systemBytes: Array(text.utf8)).utf8.elementsEqual(text.utf8))
      #expect(text.systemPath == Array(text.utf8CString))
    }
  }

  @Test func invalidBytesBecomeOneCharacterEach() {
    #expect(String(systemBytes: [0x61, 0xE9]) == "a\u{10FEE9}")
    #expect(String(systemBytes: [0xC3]) == "\u{10FEC3}")
    #expect(String(systemBytes: [0xC3, 0xA9, 0xFF]) == "é\u{10FEFF}")
  }
}
