// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A cache of the token numbers of chunks, so that a repeated chunk is not tokenized again.
///
/// The cache is cleared when it is full. Natural text is so repetitive that this costs few misses.
/// Entries are in order of first occurrence: frequent words are near the start, close together in
/// the CPU cache.
struct ChunkCache {
  /// The maximum number of chunks in the cache.
  static let capacity = 1 << 15
  /// The maximum length of a cached chunk, in bytes; longer ones are seldom repeated.
  static let longestChunk = 64

  private struct Entry {
    var start: UInt64
    /// The position of the chunk in `bytes`; `count` is its length.
    var offset: UInt32
    var count: UInt16
    /// The position of the chunk's notes in `notes`, from 1; 0 for none.
    var notes: UInt16
    /// The range of the chunk's tokens in `numbers` is `firstNumber..<endOfNumbers`.
    var firstNumber: UInt32
    var endOfNumbers: UInt32
  }

  /// A hash table with linear probing, at most half full. A slot combines the upper bits of the
  /// hash with the position in `entries`, from 1; 0 is an empty slot.
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
    /// The range of its typography in `events`.
    let events: Range<Int>
  }

  private static let placeBits: UInt32 = 0xFFFF

  init() {}

  /// Returns the first slot to probe for the chunk, to be passed to `find`. Reading the slots of
  /// several chunks before looking any of them up overlaps the cache misses.
  @inline(__always)
  func firstSlot(of chunk: Chunk) -> UInt32 {
    slots[Int(truncatingIfNeeded: chunk.hash) & (slots.count - 1)]
  }

  /// The cached results for a chunk.
  struct Known {
    /// The range of the chunk's tokens in `numbers`.
    let numbers: Range<Int>
    fileprivate let notes: UInt16

    /// True if the chunk has notes.
    @inline(__always)
    var hasNotes: Bool { notes > 0 }
  }

  /// Returns the notes on a chunk; requires `hasNotes`.
  func notes(of known: Known) -> Notes { notes[Int(known.notes) - 1] }

  /// Looks up a chunk; nil if it is not in the cache. `firstSlot` may be out of date.
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

  /// Caches the token numbers of a new chunk and the notes on it, if there are any. Chunks longer
  /// than `longestChunk` are ignored.
  mutating func add(
    _ chunk: Chunk, in text: Span<UInt8>, _ tokens: ArraySlice<Int32>, _ notes: TextNotes? = nil
  ) {
    guard chunk.range.count <= Self.longestChunk else { return }
    if entries.count == Self.capacity { removeAll() }
    let slot = slot(of: chunk, in: text)
    if let notes { add(notes) }
    entries.append(
      Entry(
        start: chunk.start, offset: UInt32(bytes.count), count: UInt16(chunk.range.count),
        notes: notes == nil ? 0 : UInt16(self.notes.count), firstNumber: UInt32(numbers.count),
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

  /// Returns the slot that holds the chunk, or the empty slot to store it in.
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
