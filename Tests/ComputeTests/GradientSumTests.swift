// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// The gradient as the sum of all kinds of terms from several workers.
@Suite struct GradientSumTests {
  private let layout: ParameterLayout
  /// Parameters that are wide and tall enough to be divided, a wide one with only row terms, a
  /// vector, and one without terms.
  private let wide, tall, table, bias, unused: ParameterSlot

  init() {
    var layout = ParameterLayout()
    wide = layout.claimMatrix("wide", rows: 530, columns: 1100)
    tall = layout.claimMatrix("tall", rows: 90_000, columns: 7)
    table = layout.claimMatrix("table", rows: 530, columns: 1100)
    bias = layout.claimVector("bias", count: 9)
    unused = layout.claimMatrix("unused", rows: 3, columns: 2)
    self.layout = layout
  }

  /// Each worker has its own row terms.
  private func terms(_ workers: Int, _ arena: Arena) -> [GradientTerms] {
    var generator = SeededGenerator(seed: 5)
    return (0..<workers).map { worker in
      let terms = GradientTerms(layout)
      let rows = 2 + worker
      terms.add(
        .product(
          x: arena.random(rows: rows, columns: wide.rows, &generator),
          dY: arena.random(rows: rows, columns: wide.columns, &generator)), to: wide)
      for slot in [wide, tall] {
        terms.add(
          .rows(
            arena.random(rows: 4, columns: slot.columns, &generator),
            ids: [Int32(slot.rows - 1), Int32(worker), 0, Int32(slot.rows - 1)]), to: slot)
        terms.add(
          .whole(arena.random(rows: slot.rows, columns: slot.columns, &generator)), to: slot)
      }
      terms.add(
        .rows(
          arena.random(rows: 2, columns: table.columns, &generator),
          ids: [Int32(worker), 529]), to: table)
      terms.add(
        .columnSums(arena.random(rows: rows, columns: bias.columns, &generator)), to: bias)
      return terms
    }
  }

  @Test(arguments: [1, 2, 3]) func isTheSumOfAllTerms(_ workers: Int) {
    let arena = Arena()
    let terms = terms(workers, arena)
    let gradient = ParameterBuffer(layout)
    gradient.all.fill(.nan)
    var squares = 0.0
    let sum = GradientSum(layout, of: terms)
    for piece in sum.pieces { squares += sum.make(piece, in: gradient, Workspace()) }
    #expect(sum.pieces.count > layout.entries.count, "large parameters are divided")
    for entry in layout.entries {
      expectClose(
        gradient[entry.slot].elements, reference(terms, entry.slot), relative: 3e-7, entry.name)
    }
    let expected = layout.entries.reduce(0.0) {
      $0 + gradient[$1.slot].elements.reduce(0) { $0 + Double($1) * Double($1) }
    }
    expectClose([squares], [expected], relative: 1e-12, "squares")
  }

  @Test func isAddedToWhatIsThere() {
    let arena = Arena()
    let terms = terms(2, arena)
    let gradient = ParameterBuffer(layout)
    gradient.all.fill(.nan)
    let sum = GradientSum(layout, of: terms)
    var squares = 0.0
    for adding in [false, true] {
      squares = 0
      for piece in sum.pieces {
        squares += sum.make(piece, in: gradient, adding: adding, Workspace())
      }
    }
    var expected = 0.0
    for entry in layout.entries {
      let twice = reference(terms, entry.slot).map { 2 * $0 }
      expectClose(gradient[entry.slot].elements, twice, relative: 3e-7, entry.name)
      expected += twice.reduce(0) { $0 + $1 * $1 }
    }
    expectClose([squares], [expected], relative: 1e-6, "squares")
  }

  @Test func doesNotDependOnWhoSums() {
    let arena = Arena()
    let terms = terms(2, arena)
    let sum = GradientSum(layout, of: terms)
    let gradients = [ParameterBuffer(layout), ParameterBuffer(layout)]
    let workspaces = [Workspace(), Workspace()]
    for (index, piece) in sum.pieces.enumerated() {
      _ = sum.make(piece, in: gradients[0], workspaces[0])
      _ = sum.make(piece, in: gradients[1], workspaces[index % 2])
    }
    for entry in layout.entries {
      expectSameBits(
        gradients[1][entry.slot].elements, gradients[0][entry.slot].elements, entry.name)
    }
  }

  private func reference(_ workers: [GradientTerms], _ slot: ParameterSlot) -> [Double] {
    var sums = [Double](repeating: 0, count: slot.rows * slot.columns)
    for term in workers.flatMap({ $0[slot] }) {
      switch term {
      case .product(let x, let dY):
        for row in 0..<x.rows {
          let (x, dY) = (x.row(row).elements, dY.row(row).elements)
          for (i, factor) in x.enumerated() {
            for (j, d) in dY.enumerated() {
              sums[i * slot.columns + j] += Double(factor) * Double(d)
            }
          }
        }
      case .columnSums(let matrix):
        for (index, value) in matrix.elements.enumerated() {
          sums[index % slot.columns] += Double(value)
        }
      case .rows(let rows, let ids):
        for (row, id) in ids.enumerated() {
          for (column, value) in rows.row(row).elements.enumerated() {
            sums[Int(id) * slot.columns + column] += Double(value)
          }
        }
      case .whole(let part):
        for (index, value) in part.elements.enumerated() { sums[index] += Double(value) }
      }
    }
    return sums
  }
}
