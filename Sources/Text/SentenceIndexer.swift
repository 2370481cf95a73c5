// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The distinct tokens of one language of a corpus, numbered by the threads that index it.
///
/// Numbers depend on which thread comes first: only what does not depend on them may leave.
final class SharedTokens: Sendable {
  private let table = Mutex(TokenTable())

  /// Appends the number of each token.
  func intern(_ tokens: TokenList, into numbers: inout [Int32]) {
    table.withLock { table in tokens.forEach { numbers.append(table.intern($0)) } }
  }

  /// Calls `body` with the table as it is.
  func withTable<Result>(_ body: (inout TokenTable) -> Result) -> Result where Result: Sendable {
    table.withLock { body(&$0) }
  }
}

/// Turns lines of one language into numbers of tokens, on one thread.
///
/// What stands between two spaces is tokenized by itself, and remembered. That gives the same tokens
/// as tokenizing the line: normalizing, lowercasing and segmenting do not look across a space, save
/// where the space itself belongs to what follows it, which `Tokenizer.standsAlone` tells.
struct SentenceIndexer {
  private let tokenizer: Tokenizer
  private let shared: SharedTokens
  private var memory = ChunkMemory()
  private var tokens = TokenList()

  init(_ tokenizer: Tokenizer, _ shared: SharedTokens) {
    self.tokenizer = tokenizer
    self.shared = shared
  }

  /// Appends the numbers of a line's tokens; false, with any numbers appended, where the line is no
  /// UTF-8.
  mutating func index(
    _ line: Range<Int>, of text: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    let first = numbers.count
    var index = line.lowerBound
    while index < line.upperBound {
      let chunk = unsafe Chunk(at: index, in: text.bytes)
      index = chunk.range.upperBound + 1
      if chunk.range.isEmpty { continue }
      if let known = memory.find(chunk, in: text) {
        for place in known { numbers.append(memory.numbers[place]) }
      } else if !learn(chunk, in: text, into: &numbers) {
        numbers.removeLast(numbers.count - first)
        return indexWhole(text.extracting(line), into: &numbers)
      }
    }
    return true
  }

  /// Tokenizes a chunk; false where it is no UTF-8 or does not stand alone.
  private mutating func learn(
    _ chunk: Chunk, in text: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    guard let valid = try? UTF8Span(validating: text.extracting(chunk.range)),
      tokenizer.standsAlone(valid)
    else { return false }
    let first = numbers.count
    tokenizer.tokenize(valid, into: &tokens)
    shared.intern(tokens, into: &numbers)
    memory.add(chunk, in: text, numbers[first...])
    return true
  }

  private mutating func indexWhole(
    _ line: Span<UInt8>, into numbers: inout [Int32]
  ) -> Bool {
    guard let valid = try? UTF8Span(validating: line) else { return false }
    tokenizer.tokenize(valid, into: &tokens)
    shared.intern(tokens, into: &numbers)
    return true
  }
}
