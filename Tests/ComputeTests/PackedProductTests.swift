// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

/// A sentence's translation must not depend on how many others it is translated with.
@Suite struct PackedProductTests {
  @Test func aRowDoesNotDependOnTheOthers() { expectRowsAlike(upTo: 70) }

  /// The CPUs that lack AVX-512 multiply by other code of oneDNN, which is told before its first use.
  @Test(arguments: ["AVX2", "AVX", "SSE41"])
  func norDoesItOnLesserCPUs(_ instructions: String) async {
    await #expect(processExitsWith: .success) { [instructions = instructions as String] in
      setenv("ONEDNN_MAX_CPU_ISA", instructions, 1)
      expectRowsAlike(upTo: 20)
    }
  }
}

private func expectRowsAlike(upTo most: Int) {
  let products = Products()
  withEvery(
    "K × N", in: [(1, 1), (2, 7), (7, 2), (7, 16), (16, 33), (33, 17), (64, 100), (300, 65)]
  ) { inner, outer in
    var generator = SeededGenerator(seed: UInt64(inner))
    let arena = Arena()
    let packed = PackedWeights(inner: inner, outer: outer)
    packed.pack(arena.random(rows: inner, columns: outer, &generator))
    let x = arena.random(rows: most, columns: inner, &generator)
    let before = arena.random(rows: most, columns: outer, &generator)
    for isSum in [false, true] {
      func product(_ rows: Range<Int>) -> [Float] {
        arena.scope {
          let y = arena.matrix(rows: rows.count, columns: outer)
          y.copy(from: before.rows(rows))
          products.multiply(x.rows(rows), by: packed, into: y, accumulating: isSum)
          return y.elements
        }
      }
      let alone = (0..<most).flatMap { product($0..<$0 + 1) }
      for rows in 2...most {
        let first = (most - rows) / 2
        expectSameBits(
          product(first..<first + rows), Array(alone[first * outer..<(first + rows) * outer]),
          "\(rows) rows, accumulating \(isSum)")
      }
    }
  }
}
