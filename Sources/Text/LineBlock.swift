// SPDX-License-Identifier: Apache-2.0

/// A block of lines, which one thread processes at a time.
package struct LineBlock: Sendable {
  /// The lines, each followed by a space, so that every word ends at a space.
  package private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// The number of bytes that `Chunk` may read past a line.
  private static let padding = 8
  /// The size of a full block, in bytes.
  package static let size = 1 << 18

  package init() { bytes.reserveCapacity(Self.size * 5 / 4) }

  package var count: Int { ends.count }
  package var isFull: Bool { bytes.count >= Self.size }

  /// Returns the range of a line in `bytes`.
  package func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]
  }

  package mutating func append(_ line: Span<UInt8>) {
    Text.append(line, to: &bytes)
    ends.append(bytes.count)
    bytes.append(UInt8(ascii: " "))
  }

  /// Adds padding after the last line, which `Chunk` may read.
  package mutating func close() {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: Self.padding))
  }
}
