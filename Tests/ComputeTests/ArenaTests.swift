// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

@Suite struct ArenaTests {
  @Test func matricesAreAlignedAndApart() {
    let arena = Arena()
    var generator = SeededGenerator(seed: 1)
    var made: [(matrix: MatrixView, value: Float)] = []
    // More than two chunks hold, in sizes with every remainder, including zero.
    var count = 0
    while count < 2 * Arena.smallestChunk {
      let matrix = arena.matrix(
        rows: .random(in: 0...9, using: &generator),
        columns: .random(in: 0...3000, using: &generator))
      matrix.fill(Float(made.count))
      made.append((matrix, Float(made.count)))
      count += matrix.count
    }
    for (matrix, value) in made {
      #expect(address(matrix).isMultiple(of: 64))
      let elements = matrix.elements
      #expect(elements == [Float](repeating: value, count: elements.count))
    }
  }

  @Test func aMatrixLargerThanAChunkFits() {
    let arena = Arena()
    let rowsOfAChunk = Arena.smallestChunk / 100
    for rows in [1, rowsOfAChunk + 1, 2, 2 * rowsOfAChunk] {
      let matrix = arena.zeros(rows: rows, columns: 100)
      #expect(matrix.elements == [Float](repeating: 0, count: rows * 100))
      matrix.fill(7)
    }
  }

  @Test func aScopeGivesBackWhatItWasHanded() {
    let arena = Arena()
    let kept = arena.matrix(rows: 2, columns: 20)
    kept.fill(1)
    let inner = arena.scope {
      // More than a chunk, too.
      _ = arena.matrix(rows: 1, columns: Arena.smallestChunk)
      return address(arena.matrix(rows: 3, columns: 5))
    }
    let next = arena.matrix(rows: 3, columns: 5)
    #expect(address(next) == address(kept) + 3 * 64, "right behind the 40 floats kept")
    #expect(address(next) != inner)
    #expect(kept.elements == [Float](repeating: 1, count: 40))
  }

  @Test func aScopeThatThrowsGivesBackToo() {
    struct Refusal: Error {}
    let arena = Arena()
    let first = arena.scope { address(arena.matrix(rows: 1, columns: 1)) }
    #expect(throws: Refusal.self) {
      try arena.scope {
        _ = arena.matrix(rows: 1, columns: 1)
        throw Refusal()
      }
    }
    #expect(address(arena.matrix(rows: 1, columns: 1)) == first)
  }

  /// After a reset, several chunks are one, and its matrices no longer move.
  @Test func aResetMergesTheChunks() {
    let arena = Arena()
    func round() -> [Int] {
      arena.reset()
      return (0..<5).map { _ in address(arena.matrix(rows: 10_000, columns: 100)) }
    }
    let first = round()
    let second = round()
    let stride = 1_000_000 * 4
    #expect(zip(first, first.dropFirst()).contains { $1 != $0 + stride })
    #expect(zip(second, second.dropFirst()).allSatisfy { $1 == $0 + stride })
    #expect(round() == second)
  }

  private func address(_ matrix: MatrixView) -> Int { Int(bitPattern: matrix.base) }
}
