// SPDX-License-Identifier: Apache-2.0

/// Some lines of a text, end to end: what a thread works on at a time.
struct LineBlock: Sendable {
  /// The lines, a space behind each, so that every word ends at one.
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// Bytes that `Chunk` may read beyond a line.
  private static let padding = 8
  /// How large a block is made.
  static let size = 1 << 18

  init() { bytes.reserveCapacity(Self.size * 5 / 4) }

  var count: Int { ends.count }
  var isFull: Bool { bytes.count >= Self.size }

  /// Where a line lies in `bytes`.
  func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]
  }

  mutating func append(_ line: Span<UInt8>) {
    Text.append(line, to: &bytes)
    ends.append(bytes.count)
    bytes.append(UInt8(ascii: " "))
  }

  /// Adds what may be read, but is not text, behind the last line.
  mutating func close() {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: Self.padding))
  }
}
