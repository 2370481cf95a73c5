// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Distinct tokens, numbered from 0 in order of first occurrence: a hash table over one buffer of
/// bytes.
///
/// Tokens are compared by their bytes, not by canonical equivalence as in `String`.
package struct TokenTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// The token number in each slot, or -1. The number of slots is a power of two, and at most half
  /// of them are in use.
  private var slots = [Int32](repeating: -1, count: 1024)

  package init() {}

  package var count: Int { ends.count }

  package subscript(index: Int) -> String {
    String(decoding: bytes[range(index)], as: UTF8.self)
  }

  /// Returns the number of the token, adding it if it is new.
  package mutating func intern(_ token: Span<UInt8>) -> Int32 {
    let hash = XXHash64.hash(token)
    let slot = slot(of: token, hash)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(count)
    append(token, to: &bytes)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = number
    if count * 2 > slots.count { grow() }
    return number
  }

  package func find(_ token: Span<UInt8>) -> Int32? {
    let number = slots[slot(of: token, XXHash64.hash(token))]
    return number >= 0 ? number : nil
  }

  package func withToken<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(range(index)))
  }

  /// Returns true if the bytes of one token come before those of another. In UTF-8, this is code
  /// point order.
  package func precedes(_ left: Int, _ right: Int) -> Bool {
    bytes[range(left)].lexicographicallyPrecedes(bytes[range(right)])
  }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// Returns the slot that holds the token, or the empty slot to store it in.
  private func slot(of token: Span<UInt8>, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash && isEqual(token, toTokenAt: range(number)) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func isEqual(_ token: Span<UInt8>, toTokenAt range: Range<Int>) -> Bool {
    guard token.count == range.count else { return false }
    guard !range.isEmpty else { return true }
    return unsafe token.withUnsafeBytes { token in
      unsafe bytes.withUnsafeBytes { bytes in
        guard let token = token.baseAddress, let bytes = bytes.baseAddress else { return false }
        return unsafe memcmp(token, bytes + range.lowerBound, range.count) == 0
      }
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for number in 0..<count {
      var slot = Int(truncatingIfNeeded: hashes[number]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}

extension TokenTable: Equatable {
  package static func == (left: TokenTable, right: TokenTable) -> Bool {
    left.ends == right.ends && left.bytes == right.bytes
  }
}
