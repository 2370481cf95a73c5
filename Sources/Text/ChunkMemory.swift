// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the chunks met so far came to as numbers of tokens, so that each is tokenized once.
///
/// Holds `capacity` chunks at most, and forgets all of them to take one more: natural text repeats so
/// much that few are missed for it.
struct ChunkMemory {
  /// Chunks held at most.
  static let capacity = 1 << 15
  /// The longest chunk that is kept, in bytes: longer ones seldom come again.
  static let longestChunk = 64

  private struct Entry {
    var start: UInt64 = 0
    /// Where the bytes of the chunk lie in `bytes`, and how many there are; 0 in an empty slot.
    var offset: UInt32 = 0
    var count: UInt32 = 0
    /// Where its tokens lie in `numbers`.
    var firstNumber: UInt32 = 0
    var endOfNumbers: UInt32 = 0
  }

  /// A hash table of twice as many slots as chunks, probed one after the other.
  private var entries = [Entry](repeating: Entry(), count: 2 * capacity)
  private var bytes: [UInt8] = []
  private(set) var numbers: [Int32] = []
  private(set) var count = 0

  init() {}

  /// Where in `numbers` the tokens of the chunk lie; nil for one that is not known.
  func find(_ chunk: Chunk, in text: Span<UInt8>) -> Range<Int>? {
    let entry = entries[slot(of: chunk, in: text)]
    guard entry.count > 0 else { return nil }
    return Int(entry.firstNumber)..<Int(entry.endOfNumbers)
  }

  /// Keeps the numbers of the tokens of a chunk that is not known yet.
  mutating func add(_ chunk: Chunk, in text: Span<UInt8>, _ tokens: ArraySlice<Int32>) {
    guard chunk.range.count <= Self.longestChunk else { return }
    if count == Self.capacity { removeAll() }
    entries[slot(of: chunk, in: text)] = Entry(
      start: chunk.start, offset: UInt32(bytes.count), count: UInt32(chunk.range.count),
      firstNumber: UInt32(numbers.count), endOfNumbers: UInt32(numbers.count + tokens.count))
    append(text.extracting(chunk.range), to: &bytes)
    numbers.append(contentsOf: tokens)
    count += 1
  }

  private mutating func removeAll() {
    for index in entries.indices { entries[index] = Entry() }
    bytes.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    count = 0
  }

  /// The slot that holds the chunk, or the empty one where it belongs.
  private func slot(of chunk: Chunk, in text: Span<UInt8>) -> Int {
    let mask = entries.count - 1
    var slot = Int(truncatingIfNeeded: chunk.hash) & mask
    while entries[slot].count > 0 && !isSame(entries[slot], chunk, in: text) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func isSame(_ entry: Entry, _ chunk: Chunk, in text: Span<UInt8>) -> Bool {
    guard entry.start == chunk.start, Int(entry.count) == chunk.range.count else { return false }
    guard entry.count > 8 else { return true }
    return unsafe bytes.withUnsafeBytes { bytes in
      unsafe text.withUnsafeBytes { text in
        guard let bytes = bytes.baseAddress, let text = text.baseAddress else { return false }
        return unsafe memcmp(
          bytes + Int(entry.offset), text + chunk.range.lowerBound, Int(entry.count)) == 0
      }
    }
  }
}
