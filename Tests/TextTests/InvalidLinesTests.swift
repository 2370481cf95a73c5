// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Text

@Suite struct InvalidLinesTests {
  private func part(_ byte: UInt8, size: Int, firstLine: Int) -> InvalidLines {
    var lines = InvalidLines()
    let line = [UInt8](repeating: byte, count: size)
    lines.add(line.span, number: firstLine)
    return lines
  }

  /// The sample holds the first invalid bytes of the whole text, whatever the parts.
  @Test func theSampleOfSeveralPartsHasAtMost64KiB() {
    var all = InvalidLines()
    for (index, byte) in ([0xFF, 0xFE, 0xFD] as [UInt8]).enumerated() {
      all.add(part(byte, size: 30_000, firstLine: 7 + index))
    }
    #expect(all.count == 3)
    #expect(all.firstLine == 7)
    #expect(all.sample.count == 1 << 16)
    #expect(all.sample.count { $0 == 0xFF } == 30_000)
    #expect(all.sample.count { $0 == 0xFE } == 30_000)
    #expect(all.sample.last == 0xFD)
  }

  @Test func aLongLineIsSampledInPart() {
    let lines = part(0xFF, size: 100_000, firstLine: 1)
    #expect(lines.sample.count == 1 << 16 + 1)
    var all = lines
    all.add(part(0xFE, size: 10, firstLine: 2))
    #expect(all.sample == lines.sample)
    #expect(all.count == 2)
  }
}
