// SPDX-License-Identifier: Apache-2.0

/// Lines of one language as numbers of tokens.
struct IndexedLines {
  /// The numbers of all lines, end to end.
  fileprivate(set) var numbers: [Int32] = []
  /// Where each line ends in `numbers`.
  fileprivate(set) var ends: [Int] = []
  /// The lines that are no UTF-8, which have no numbers.
  fileprivate(set) var invalid: [Int] = []
  /// The lines of which invisible characters were dropped, and those that held entities.
  fileprivate(set) var withInvisible: [Int] = []
  fileprivate(set) var withEntities: [Int] = []
  fileprivate(set) var typography = TypographyCounts()

  var count: Int { ends.count }

  /// Where the numbers of a line lie.
  func range(_ line: Int) -> Range<Int> { (line == 0 ? 0 : ends[line - 1])..<ends[line] }
}

/// Turns lines of one language into numbers of tokens, on one thread.
///
/// What stands between two spaces is tokenized by itself, and remembered. That gives the same tokens
/// as tokenizing the line: normalizing, lowercasing and segmenting do not look across a space, save
/// where the space itself belongs to what follows it, which the tokenizer tells.
struct SentenceIndexer {
  private let tokenizer: Tokenizer
  private let shared: SharedTokens
  private var memory = ChunkMemory()
  private var tokens = TokenList()
  private var chunks: [(chunk: Chunk, firstSlot: UInt32)] = []
  /// What the current line has held so far.
  private var changes = NormalizationChanges()
  private var events: [TypographyCounts.Event] = []
  /// What the chunk that is tokenized holds; used again for each, and never nil.
  private var notes: TextNotes? = TextNotes()

  /// Chunks that are looked up together.
  private static let chunksAtATime = 32

  init(_ tokenizer: Tokenizer, _ shared: SharedTokens) {
    self.tokenizer = tokenizer
    self.shared = shared
  }

  mutating func index(_ lines: LineBlock) -> IndexedLines {
    var indexed = IndexedLines()
    indexed.ends.reserveCapacity(lines.count)
    indexed.numbers.reserveCapacity(lines.bytes.count / 4)
    let text = lines.bytes.span
    for line in 0..<lines.count {
      let first = indexed.numbers.count
      forgetNotes()
      if !index(lines.range(line), of: text, into: &indexed.numbers) {
        indexed.numbers.removeLast(indexed.numbers.count - first)
        forgetNotes()
        if !indexWhole(text.extracting(lines.range(line)), into: &indexed.numbers) {
          indexed.invalid.append(line)
        }
      }
      indexed.ends.append(indexed.numbers.count)
      if changes.contains(.invisible) { indexed.withInvisible.append(line) }
      if changes.contains(.entities) { indexed.withEntities.append(line) }
      if !events.isEmpty { indexed.typography.add(events) }
    }
    return indexed
  }

  private mutating func forgetNotes() {
    changes = []
    if !events.isEmpty { events.removeAll(keepingCapacity: true) }
  }

  /// Appends the numbers of a line's tokens; false, with any numbers appended, where a chunk of it is
  /// no UTF-8 or does not stand alone.
  private mutating func index(
    _ line: Range<Int>, of text: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    var index = line.lowerBound
    while index < line.upperBound {
      chunks.removeAll(keepingCapacity: true)
      while index < line.upperBound && chunks.count < Self.chunksAtATime {
        let chunk = unsafe Chunk(at: index, in: text.bytes)
        index = chunk.range.upperBound + 1
        if !chunk.range.isEmpty { chunks.append((chunk, memory.firstSlot(of: chunk))) }
      }
      for place in chunks.indices {
        let (chunk, firstSlot) = chunks[place]
        if let known = memory.find(chunk, firstSlot: firstSlot, in: text) {
          for place in known.numbers { numbers.append(memory.numbers[place]) }
          if known.hasNotes { addNotes(of: known, on: chunk.range, in: line, of: text) }
        } else if !learn(chunk, in: line, of: text, into: &numbers) {
          return false
        }
      }
    }
    return true
  }

  // Not inlined: few chunks have notes, and the loop over all of them is the faster without.
  @inline(never)
  private mutating func addNotes(
    of known: ChunkMemory.Known, on chunk: Range<Int>, in line: Range<Int>, of text: Span<UInt8>
  ) {
    let notes = memory.notes(of: known)
    changes.formUnion(notes.changes)
    for place in notes.events { events.append(memory.events[place]) }
    if notes.edges.isEmpty { return }
    notes.edges.forEachEvent(ofPiece: chunk, in: line, of: text) { events.append($0) }
  }

  /// Tokenizes a chunk; false where it is no UTF-8 or does not stand alone.
  private mutating func learn(
    _ chunk: Chunk, in line: Range<Int>, of text: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    notes?.removeAll()
    guard let valid = try? UTF8Span(validating: text.extracting(chunk.range)),
      tokenizer.tokenize(piece: valid, into: &tokens, noting: &notes)
    else { return false }
    let first = numbers.count
    shared.intern(tokens, into: &numbers)
    if let notes {
      changes.formUnion(notes.changes)
      events += notes.events
      notes.edges.forEachEvent(ofPiece: chunk.range, in: line, of: text) { events.append($0) }
      memory.add(chunk, in: text, numbers[first...], notes)
    }
    return true
  }

  /// Tokenizes a line; false where it is no UTF-8.
  private mutating func indexWhole(
    _ line: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    guard let valid = try? UTF8Span(validating: line) else { return false }
    notes?.removeAll()
    tokenizer.tokenize(valid, into: &tokens, noting: &notes)
    shared.intern(tokens, into: &numbers)
    if let notes {
      changes = notes.changes
      events += notes.events
    }
    return true
  }
}
