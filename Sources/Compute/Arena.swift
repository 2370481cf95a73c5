// SPDX-License-Identifier: Apache-2.0

/// The scratch memory of a worker. It hands out matrices one after another, and takes them back in
/// `reset()` or at the end of a `scope`. After the first few steps it makes no further allocations.
package final class Arena {
  private final class Chunk {
    let buffer: AlignedBuffer
    init(count: Int) {
      buffer = AlignedBuffer(uninitializedCount: count, hugePages: count > Arena.smallestChunk)
    }
  }

  private var chunks: [Chunk] = []
  /// The chunk in use, and the number of floats used in it.
  private var current = 0
  private var used = 0
  /// The minimum size of a chunk, in floats: large enough to be mapped, so that its memory returns
  /// to the system. Many arenas use only a small part of it.
  package static let smallestChunk = 1 << 21

  package init() {}

  /// Returns a matrix with undefined contents, valid until `reset()` or the end of the enclosing
  /// `scope`.
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

  /// Runs `body`, then takes back the matrices that were handed out in it.
  package func scope<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (chunk, position) = (current, used)
    defer { (current, used) = (chunk, position) }
    return try body()
  }

  /// Takes back all matrices. Several chunks are merged into one of their total size.
  package func reset() {
    if chunks.count > 1 {
      let total = chunks.reduce(0) { $0 + $1.buffer.count }
      chunks = []
      chunks.append(Chunk(count: total))
    }
    (current, used) = (0, 0)
  }
}
