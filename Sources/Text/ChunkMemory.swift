// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the chunks met so far came to as numbers of tokens, so that each is tokenized once.
///
/// Holds `capacity` chunks at most, and forgets all of them to take one more: natural text repeats so
/// much that few are missed for it. Entries lie in the order they came, which has the frequent words
/// at the start, close together in the cache.
struct ChunkMemory {
  /// Chunks held at most.
  static let capacity = 1 << 15
  /// The longest chunk that is kept, in bytes: longer ones seldom come again.
  static let longestChunk = 64

  private struct Entry {
    var start: UInt64
    /// Where the bytes of the chunk lie in `bytes`, and how many there are.
    var offset: UInt32
    var count: UInt16
    /// The place of its notes in `notes`, from 1; 0 for none.
    var notes: UInt16
    /// Where its tokens lie in `numbers`.
    var firstNumber: UInt32
    var endOfNumbers: UInt32
  }

  /// A hash table with room for twice as many chunks, probed one slot after the other. A slot holds
  /// the upper bits of the hash over the place in `entries`, from 1; 0 where it is empty.
  private var slots = [UInt32](repeating: 0, count: 2 * capacity)
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private(set) var numbers: [Int32] = []
  private var notes: [Notes] = []
  private(set) var events: [TypographyCounts.Event] = []

  /// The notes on a chunk that has some.
  struct Notes {
    let changes: NormalizationChanges
    let edges: TextNotes.Edges
    /// Where its typography lies in `events`.
    let events: Range<Int>
  }

  private static let placeBits: UInt32 = 0xFFFF

  init() {}

  /// The first slot where the chunk may be, for `find` to begin with: read for several chunks at once,
  /// so that they wait for the memory together.
  @inline(__always)
  func firstSlot(of chunk: Chunk) -> UInt32 {
    slots[Int(truncatingIfNeeded: chunk.hash) & (slots.count - 1)]
  }

  /// What is known of a chunk.
  struct Known {
    /// Where its tokens lie in `numbers`.
    let numbers: Range<Int>
    fileprivate let notes: UInt16

    /// Whether there are notes on it.
    @inline(__always)
    var hasNotes: Bool { notes > 0 }
  }

  /// The notes on a chunk that has some.
  func notes(of known: Known) -> Notes { notes[Int(known.notes) - 1] }

  /// What is known of the chunk; nil for one that is not. The `firstSlot` may have changed since it was
  /// read.
  @inline(__always)
  func find(_ chunk: Chunk, firstSlot: UInt32, in text: Span<UInt8>) -> Known? {
    var place = Int(firstSlot & Self.placeBits) - 1
    if !entries.indices.contains(place) || !isSame(entries[place], chunk, in: text) {
      place = Int(slots[slot(of: chunk, in: text)] & Self.placeBits) - 1
      if place < 0 { return nil }
    }
    let entry = entries[place]
    return Known(
      numbers: Int(entry.firstNumber)..<Int(entry.endOfNumbers), notes: entry.notes)
  }

  /// Keeps the numbers of the tokens of a chunk that is not known yet, and the notes on it.
  mutating func add(
    _ chunk: Chunk, in text: Span<UInt8>, _ tokens: ArraySlice<Int32>, _ notes: TextNotes
  ) {
    guard chunk.range.count <= Self.longestChunk else { return }
    if entries.count == Self.capacity { removeAll() }
    let slot = slot(of: chunk, in: text)
    if !notes.isEmpty { add(notes) }
    entries.append(
      Entry(
        start: chunk.start, offset: UInt32(bytes.count), count: UInt16(chunk.range.count),
        notes: notes.isEmpty ? 0 : UInt16(self.notes.count), firstNumber: UInt32(numbers.count),
        endOfNumbers: UInt32(numbers.count + tokens.count)))
    slots[slot] = tag(of: chunk) | UInt32(entries.count)
    append(text.extracting(chunk.range), to: &bytes)
    numbers.append(contentsOf: tokens)
  }

  private mutating func add(_ notes: TextNotes) {
    let first = events.count
    events += notes.events
    self.notes.append(
      Notes(changes: notes.changes, edges: notes.edges, events: first..<events.count))
  }

  private mutating func removeAll() {
    for index in slots.indices { slots[index] = 0 }
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    notes.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
  }

  private func tag(of chunk: Chunk) -> UInt32 {
    UInt32(truncatingIfNeeded: chunk.hash >> 32) & ~Self.placeBits
  }

  /// The slot that holds the chunk, or the empty one where it belongs.
  private func slot(of chunk: Chunk, in text: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    let tag = tag(of: chunk)
    var index = Int(truncatingIfNeeded: chunk.hash) & mask
    while slots[index] > 0 {
      let slot = slots[index]
      if slot & ~Self.placeBits == tag,
        isSame(entries[Int(slot & Self.placeBits) - 1], chunk, in: text)
      {
        break
      }
      index = (index + 1) & mask
    }
    return index
  }

  @inline(__always)
  private func isSame(_ entry: Entry, _ chunk: Chunk, in text: Span<UInt8>) -> Bool {
    guard entry.start == chunk.start, Int(entry.count) == chunk.range.count else { return false }
    return entry.count <= 8 || hasSameEnd(entry, chunk, in: text)
  }

  private func hasSameEnd(_ entry: Entry, _ chunk: Chunk, in text: Span<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe text.withUnsafeBytes { text in
        guard let bytes = bytes.baseAddress, let text = text.baseAddress else { return false }
        return unsafe memcmp(
          bytes + Int(entry.offset), text + chunk.range.lowerBound, Int(entry.count)) == 0
      }
    }
  }
}
