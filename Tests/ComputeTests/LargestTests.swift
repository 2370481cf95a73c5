// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

@Suite struct LargestTests {
  private static let sizes = [1, 2, 7, 63, 64, 65, 128, 200]

  /// Computes the result by sorting everything.
  private func reference(_ count: Int, _ row: [Float]) -> [Int32] {
    let order = row.indices.filter { row[$0] > -.infinity }
      .sorted { (row[$1], $0) < (row[$0], $1) }
    return (0..<count).map { $0 < order.count ? Int32(order[$0]) : -1 }
  }

  private func expectReference(_ kernels: Kernels, _ rows: [[Float]], count: Int) {
    let arena = Arena()
    let x = arena.matrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
    let found = withExtendedLifetime(arena) { kernels.largest(count, ofEachRow: x) }
    #expect(found == rows.flatMap { reference(count, $0) }, "\(labelled())")
  }

  @Test(arguments: Kernels.names) func agreesWithSorting(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("classes", in: Self.sizes) { classes in
      withEvery("count", in: [1, 2, 5, 70]) { count in
        var generator = SeededGenerator(seed: UInt64(classes))
        expectReference(
          kernels, (0..<5).map { _ in generator.floats(classes) }, count: count)
      }
    }
  }

  /// Also with fewer elements than asked for.
  @Test(arguments: Kernels.names) func theLowestOfEqualsComesFirst(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("classes", in: Self.sizes) { classes in
      var generator = SeededGenerator(seed: UInt64(classes))
      let few = (0..<classes).map { _ in Float.random(in: 0...3, using: &generator).rounded() }
      let ruledOut = few.map { $0 == 3 ? $0 : -.infinity }
      let infinite = few.map { $0 == 3 ? .infinity : $0 }
      let equal = [Float](repeating: -2, count: classes)
      for count in [1, 3, 5, 70] {
        expectReference(kernels, [few, ruledOut, infinite, equal], count: count)
      }
    }
  }

  @Test(arguments: Kernels.names) func nanIsNotAmongTheLargest(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    for classes in [1, 64, 100] {
      let arena = Arena()
      let row = arena.matrix(rows: 1, columns: classes)
      row.fill(.nan)
      #expect(kernels.largest(2, ofEachRow: row) == [-1, -1])
      row[0, classes / 2] = -5
      #expect(kernels.largest(2, ofEachRow: row) == [Int32(classes / 2), -1])
      withExtendedLifetime(arena) {}
    }
  }
}
