// SPDX-License-Identifier: Apache-2.0

/// The tokens of one line, end to end in one buffer, without a heap object per token.
package struct TokenList: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  package init() {}

  package var count: Int { ends.count }
  package var isEmpty: Bool { ends.isEmpty }

  package subscript(index: Int) -> String {
    String(decoding: bytes[range(index)], as: UTF8.self)
  }

  package var strings: [String] { (0..<count).map { self[$0] } }

  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  func forEach(_ body: (Span<UInt8>) -> Void) {
    for index in 0..<count { body(bytes.span.extracting(range(index))) }
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Begins an empty token, which `extendLast` extends.
  mutating func beginToken() { ends.append(bytes.count) }

  mutating func extendLast(_ more: Span<UInt8>) {
    append(more, to: &bytes)
    ends[ends.count - 1] = bytes.count
  }
}
