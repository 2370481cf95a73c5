// SPDX-License-Identifier: Apache-2.0

/// Scratch memory of one worker: matrices are handed out one after another and all given back at
/// once by `reset()`. After the first few steps it allocates nothing any more.
package final class Arena {
  private final class Chunk {
    let buffer: AlignedBuffer
    init(count: Int) { buffer = AlignedBuffer(count: count) }
  }

  private var chunks: [Chunk] = []
  private var used = 0
  private static let smallestChunk = 1 << 18

  package init() {}

  /// A matrix of undefined content, valid until `reset()` or the end of the enclosing `scope`.
  package func matrix(rows: Int, columns: Int) -> MatrixView {
    let count = AlignedBuffer.rounded(rows * columns)
    if chunks.isEmpty || used + count > chunks[chunks.count - 1].buffer.count {
      let largest = chunks.last?.buffer.count ?? 0
      chunks.append(Chunk(count: max(Self.smallestChunk, count, largest)))
      used = 0
    }
    let base = unsafe chunks[chunks.count - 1].buffer.base + used
    used += count
    return unsafe MatrixView(base: base, rows: rows, columns: columns)
  }

  package func zeros(rows: Int, columns: Int) -> MatrixView {
    let made = matrix(rows: rows, columns: columns)
    made.fill(0)
    return made
  }

  /// Takes everything back. Several chunks become one that holds what all of them held.
  package func reset() {
    if chunks.count > 1 {
      let total = chunks.reduce(0) { $0 + $1.buffer.count }
      chunks = []
      chunks.append(Chunk(count: total))
    }
    used = 0
  }
}
