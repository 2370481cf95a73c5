// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

@Suite struct ParameterTests {
  private static func layout() -> (ParameterLayout, [ParameterSlot]) {
    var layout = ParameterLayout()
    let slots = [
      layout.claimMatrix("a", rows: 3, columns: 7), layout.claimVector("b", count: 1),
      layout.claimMatrix("c", rows: 16, columns: 4), layout.claimVector("d", count: 33),
    ]
    return (layout, slots)
  }

  @Test func slotsAreAlignedAndApart() {
    let (layout, slots) = Self.layout()
    #expect(layout.entries.map(\.name) == ["a", "b", "c", "d"])
    #expect(layout.entries.map(\.shape) == [[3, 7], [1], [16, 4], [33]])
    #expect(layout.entries.map(\.slot) == slots)
    #expect(layout.parameterCount == 21 + 1 + 64 + 33)
    #expect(layout.count == 32 + 16 + 64 + 48)
    let buffer = ParameterBuffer(layout)
    for (index, slot) in slots.enumerated() {
      #expect(Int(bitPattern: buffer[slot].base).isMultiple(of: 64))
      buffer[slot].fill(Float(index + 1))
    }
    for (index, slot) in slots.enumerated() {
      #expect(buffer[slot].elements.allSatisfy { $0 == Float(index + 1) })
    }
    #expect(buffer.elements.count { $0 == 0 } == layout.count - layout.parameterCount)
  }

  /// Files have the claimed shape; the transpose is stored.
  @Test func aTransposedMatrixKeepsItsValues() {
    withEvery("rows", in: [1, 3, 16, 37]) { rows in
      withEvery("columns", in: [1, 5, 16, 40]) { columns in
        var layout = ParameterLayout()
        let slot = layout.claimTransposedMatrix("w", rows: rows, columns: columns)
        #expect(layout.entries[0].shape == [rows, columns], "\(labelled())")
        let buffer = ParameterBuffer(layout)
        let values = (0..<rows * columns).map { Float($0) }
        buffer.setValues(values, of: slot)
        #expect(buffer[slot].rows == columns && buffer[slot].columns == rows, "\(labelled())")
        for row in 0..<rows {
          for column in 0..<columns {
            #expect(buffer[slot][column, row] == values[row * columns + column], "\(labelled())")
          }
        }
        #expect(buffer.values(slot) == values, "\(labelled())")
      }
    }
  }

  @Test func sharesCoverEverythingOnce() {
    withEvery("lines", in: [0, 1, 2, 3, 10]) { lines in
      var layout = ParameterLayout()
      if lines > 0 { _ = layout.claimVector("w", count: lines * 16) }
      let buffer = ParameterBuffer(layout)
      withEvery("workers", in: [1, 2, 3, 5, 16]) { workers in
        buffer.all.fill(0)
        for worker in 0..<workers {
          let share = buffer.share(worker, of: workers)
          #expect(Int(bitPattern: share.base).isMultiple(of: 64), "\(labelled())")
          #expect(share.count <= (lines / workers + 1) * 16, "\(labelled("evenly"))")
          for column in 0..<share.columns { share[0, column] += 1 }
        }
        #expect(buffer.elements.allSatisfy { $0 == 1 }, "\(labelled())")
      }
    }
  }

  /// `repack` updates the packed copies, in whichever order workers take them.
  @Test func repackingBringsCopiesUpToDate() {
    let (layout, slots) = Self.layout()
    let orientations: [(ParameterSlot, Weights.Orientation)] = [
      (slots[0], .stored), (slots[0], .transposed), (slots[2], .transposed), (slots[2], .stored),
    ]
    var generator = SeededGenerator(seed: 4)
    let parameters = ParameterBuffer(layout)
    let packed = Weights(parameters, packing: orientations)
    let plain = Weights(parameters)
    let (products, arena) = (Products(), Arena())
    #expect(packed.packedCopies == orientations.count)
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
      for slot in slots { parameters[slot].copy(from: generator.floats(slot.rows * slot.columns)) }
      for copy in order { packed.repack(copy) }
      for (slot, orientation) in orientations {
        let inner = orientation == .stored ? slot.rows : slot.columns
        let x = arena.random(rows: 5, columns: inner, &generator)
        let results = [plain, packed].map { weights in
          let y = arena.zeros(rows: 5, columns: slot.rows + slot.columns - inner)
          switch orientation {
          case .stored: products.multiply(x, by: slot, of: weights, into: y)
          case .transposed: products.multiply(x, byTransposeOf: slot, of: weights, into: y)
          }
          return y.elements
        }
        expectClose(results[1], results[0], relative: 1e-6, "\(order), \(orientation)")
      }
    }
  }
}
