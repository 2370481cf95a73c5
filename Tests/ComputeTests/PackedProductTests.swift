// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing
import Threads

/// The translation of a sentence must not depend on the size of its batch.
@Suite struct PackedProductTests {
  @Test(arguments: Kernels.names) func aRowDoesNotDependOnTheOthers(_ name: String) throws {
    try expectRowsAlike(#require(Kernels.named(name)))
  }

  /// For all tiles, panels and blocks of the inner dimension.
  @Test(arguments: Kernels.names) func isThePlainProduct(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery(
      "M × K × N",
      in: [
        (1, 1, 1), (5, 3, 63), (6, 9, 64), (7, 4, 65), (13, 511, 31), (3, 513, 130),
        (1, 513, 130), (2, 9, 100), (8, 7, 20),
      ]
    ) { rows, inner, outer in
      var generator = SeededGenerator(seed: UInt64(inner))
      let arena = Arena()
      let (x, w) = (
        arena.random(rows: rows, columns: inner, &generator),
        arena.random(rows: outer, columns: inner, &generator)
      )
      let packed = PackedWeights(inner: inner, outer: outer)
      packed.pack(transposeOf: w, kernels)
      let y = arena.random(rows: rows, columns: outer, &generator)
      let expected = (0..<rows * outer).map { index in
        let (row, column) = (index / outer, index % outer)
        return (0..<inner).reduce(Double(y[row, column])) {
          $0 + Double(x[row, $1]) * Double(w[column, $1])
        }
      }
      Products(kernels).multiply(x, by: packed, into: y, accumulating: true)
      expectClose(y.elements, expected.map { Float($0) }, relative: 2e-6, "product")
    }
  }

  @Test(arguments: [1, 2, 3]) func aTeamMakesTheSameProduct(_ members: Int) throws {
    let arena = Arena()
    var generator = SeededGenerator(seed: 9)
    let (x, w) = (
      arena.random(rows: 3, columns: 70, &generator),
      arena.random(rows: 330, columns: 70, &generator)
    )
    let packed = PackedWeights(inner: 70, outer: 330)
    packed.pack(transposeOf: w)
    let quantized = QuantizedWeights(transposeOf: w, .best)
    let y = (0..<4).map { _ in arena.zeros(rows: 3, columns: 330) }
    let alone = Products()
    alone.multiply(x, by: packed, into: y[0])
    alone.multiply(x, by: quantized, into: y[1])
    let team = ProductTeam(members: members)
    try WorkerPool(count: members).run { member in
      guard member == 0 else { return team.help(as: member) }
      let together = Products()
      together.team = team
      together.multiply(x, by: packed, into: y[2])
      together.multiply(x, by: quantized, into: y[3])
      team.dismiss()
    }
    expectSameBits(y[2].elements, y[0].elements, "packed")
    expectSameBits(y[3].elements, y[1].elements, "quantized")
  }
}

private func expectRowsAlike(_ kernels: Kernels) {
  let products = Products(kernels)
  let most = 20
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
