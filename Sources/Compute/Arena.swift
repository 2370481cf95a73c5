// SPDX-License-Identifier: Apache-2.0

/// Scratch memory of one worker: matrices are handed out one after another, and given back by
/// `reset()` or at the end of a `scope`. After the first few steps it allocates nothing any more.
package final class Arena {
  private final class Chunk {
    let buffer: AlignedBuffer
    init(count: Int) {
      buffer = AlignedBuffer(uninitializedCount: count, hugePages: count > Arena.smallestChunk)
    }
  }

  private var chunks: [Chunk] = []
  /// The chunk that is being handed out, and how much of it is.
  private var current = 0
  private var used = 0
  /// Large enough for its memory to go back to the system with it. Many arenas use a small part of it.
  package static let smallestChunk = 1 << 21

  package init() {}

  /// A matrix of undefined content, valid until `reset()` or the end of the enclosing `scope`.
  package func matrix(rows: Int, columns: Int) -> MatrixView {
    let count = AlignedBuffer.rounded(rows * columns)
    while current < chunks.count && used + count > chunks[current].buffer.count {
      current += 1
      used = 0
    }
    if current == chunks.count {
      let all = chunks.reduce(0) { $0 + $1.buffer.count }
      chunks.append(Chunk(count: max(Self.smallestChunk, count, all / 8)))
    }
    let base = unsafe chunks[current].buffer.base + used
    used += count
    return unsafe MatrixView(base: base, rows: rows, columns: columns)
  }

  package func zeros(rows: Int, columns: Int) -> MatrixView {
    let made = matrix(rows: rows, columns: columns)
    made.fill(0)
    return made
  }

  /// Takes back what `body` was handed.
  package func scope<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (chunk, position) = (current, used)
    defer { (current, used) = (chunk, position) }
    return try body()
  }

  /// Takes everything back. Several chunks become one that holds what all of them held.
  package func reset() {
    if chunks.count > 1 {
      let total = chunks.reduce(0) { $0 + $1.buffer.count }
      chunks = []
      chunks.append(Chunk(count: total))
    }
    (current, used) = (0, 0)
  }
}
