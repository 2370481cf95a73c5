// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The reason that a line is not text.
package enum LineFault { case invalidUTF8, nul }

/// Returns true if the bytes contain U+0000.
package func containsNul(_ bytes: Span<UInt8>) -> Bool {
  unsafe bytes.withUnsafeBytes { bytes in
    unsafe bytes.baseAddress.map { unsafe memchr($0, 0, bytes.count) != nil } ?? false
  }
}

/// Lines of one language as token numbers.
package struct IndexedLines {
  /// The token numbers of all lines, end to end.
  package fileprivate(set) var numbers: [Int32] = []
  /// The end of each line in `numbers`.
  package fileprivate(set) var ends: [Int] = []
  /// The lines that are not text; they have no numbers.
  package fileprivate(set) var faults: [Int: LineFault] = [:]
  /// The lines whose invisible characters were removed, and those with entities.
  package fileprivate(set) var withInvisible: [Int] = []
  package fileprivate(set) var withEntities: [Int] = []
  package fileprivate(set) var typography = TypographyCounts()

  package var count: Int { ends.count }

  /// Returns the range of a line in `numbers`.
  package func range(_ line: Int) -> Range<Int> { (line == 0 ? 0 : ends[line - 1])..<ends[line] }
}

/// Converts lines of one language to token numbers, on one thread.
///
/// Each chunk between two spaces is tokenized on its own and cached. The tokens are the same as
/// those of the whole line, because normalizing, lowercasing and segmenting do not look across a
/// space. The exception is a space that belongs to the character after it; the tokenizer detects
/// this.
package struct SentenceIndexer {
  private let tokenizer: Tokenizer
  private let shared: SharedTokens
  private var cache = ChunkCache()
  private var tokens = TokenList()
  private var chunks: [(chunk: Chunk, firstSlot: UInt32)] = []
  /// The changes to the current line so far.
  private var changes = NormalizationChanges()
  /// The typography of the current block so far.
  private var events: [TypographyCounts.Event] = []
  /// The notes on the current chunk; reused for each chunk, and never nil.
  private var notes: TextNotes? = TextNotes()

  /// The number of chunks that are looked up together.
  private static let chunksAtATime = 32

  package init(_ tokenizer: Tokenizer, _ shared: SharedTokens) {
    self.tokenizer = tokenizer
    self.shared = shared
  }

  package mutating func index(_ lines: LineBlock) -> IndexedLines {
    var indexed = IndexedLines()
    indexed.ends.reserveCapacity(lines.count)
    indexed.numbers.reserveCapacity(lines.bytes.count / 4)
    let text = lines.bytes.span
    for line in 0..<lines.count {
      let (first, firstEvent) = (indexed.numbers.count, events.count)
      changes = []
      if !index(lines.range(line), of: text, into: &indexed.numbers) {
        indexed.numbers.removeLast(indexed.numbers.count - first)
        events.removeLast(events.count - firstEvent)
        changes = []
        indexed.faults[line] = indexWhole(
          text.extracting(lines.range(line)), into: &indexed.numbers)
      }
      indexed.ends.append(indexed.numbers.count)
      if changes.contains(.invisible) { indexed.withInvisible.append(line) }
      if changes.contains(.entities) { indexed.withEntities.append(line) }
    }
    indexed.typography.add(events)
    events.removeAll(keepingCapacity: true)
    return indexed
  }

  /// Appends the token numbers of a line. Returns false, possibly after appending some, if a chunk
  /// is not text or cannot be tokenized on its own.
  private mutating func index(
    _ line: Range<Int>, of text: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    var index = line.lowerBound
    while index < line.upperBound {
      chunks.removeAll(keepingCapacity: true)
      while index < line.upperBound && chunks.count < Self.chunksAtATime {
        let chunk = unsafe Chunk(at: index, in: text.bytes)
        index = chunk.range.upperBound + 1
        if !chunk.range.isEmpty { chunks.append((chunk, cache.firstSlot(of: chunk))) }
      }
      for place in chunks.indices {
        let (chunk, firstSlot) = chunks[place]
        if let known = cache.find(chunk, firstSlot: firstSlot, in: text) {
          for place in known.numbers { numbers.append(cache.numbers[place]) }
          if known.hasNotes { addNotes(of: known, on: chunk.range, in: line, of: text) }
        } else if !learn(chunk, in: line, of: text, into: &numbers) {
          return false
        }
      }
    }
    return true
  }

  // Not inlined: few chunks have notes, and the loop over all chunks is faster without this code.
  @inline(never)
  private mutating func addNotes(
    of known: ChunkCache.Known, on chunk: Range<Int>, in line: Range<Int>, of text: Span<UInt8>
  ) {
    let notes = cache.notes(of: known)
    changes.formUnion(notes.changes)
    for place in notes.events { events.append(cache.events[place]) }
    if notes.edges.isEmpty { return }
    notes.edges.forEachEvent(ofPiece: chunk, in: line, of: text) { events.append($0) }
  }

  /// Tokenizes a chunk and caches it; false if it is not text or cannot be tokenized on its own.
  private mutating func learn(
    _ chunk: Chunk, in line: Range<Int>, of text: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    notes?.removeAll()
    guard let valid = try? UTF8Span(validating: text.extracting(chunk.range)),
      !containsNul(valid.span), tokenizer.tokenize(piece: valid, into: &tokens, noting: &notes)
    else { return false }
    let first = numbers.count
    shared.intern(tokens, into: &numbers)
    guard let notes, !notes.isEmpty else {
      cache.add(chunk, in: text, numbers[first...])
      return true
    }
    changes.formUnion(notes.changes)
    events += notes.events
    notes.edges.forEachEvent(ofPiece: chunk.range, in: line, of: text) { events.append($0) }
    cache.add(chunk, in: text, numbers[first...], notes)
    return true
  }

  /// Tokenizes a whole line; returns its fault if it is not text.
  private mutating func indexWhole(
    _ line: Span<UInt8>, into numbers: inout [Int32]
  ) -> LineFault? {
    guard let valid = try? UTF8Span(validating: line) else { return .invalidUTF8 }
    if containsNul(line) { return .nul }
    notes?.removeAll()
    tokenizer.tokenize(valid, into: &tokens, noting: &notes)
    shared.intern(tokens, into: &numbers)
    if let notes {
      changes = notes.changes
      events += notes.events
    }
    return nil
  }
}
