// SPDX-License-Identifier: Apache-2.0

import Compute
import TestSupport
import Testing

/// Compares layer normalization with the formulas in Double, for odd sizes.
@Suite struct NormKernelTests {
  @Test(arguments: Kernels.names) func followsTheFormulas(_ name: String) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("columns", in: [3, 15, 16, 17, 33, 100]) { columns in
      let (arena, rows) = (Arena(), 3)
      var generator = SeededGenerator(seed: UInt64(columns))
      let x = arena.random(rows: rows, columns: columns, range: 3, &generator)
      // Far from zero: the variance must not be computed as a difference of large numbers.
      for column in 0..<columns { x[1, column] += 100 }
      let gain = arena.random(rows: 1, columns: columns, &generator)
      let dY = arena.random(rows: rows, columns: columns, &generator)
      let (normalized, deviations, y) = (
        arena.matrix(rows: rows, columns: columns), arena.matrix(rows: rows, columns: 1),
        arena.matrix(rows: rows, columns: columns)
      )
      let expected = reference(x, gain, dY)
      kernels.layerNormForward(
        x, gain: gain, normalized: normalized, inverseDeviations: deviations, into: y)
      // The rounding of numbers near 100 is 4e-6 relative to their spread.
      expectClose(y.elements, expected.y, relative: 1e-5, "y")
      kernels.layerNormBackward(
        dY, gain: gain, normalized: normalized, inverseDeviations: deviations, into: dY)
      expectClose(dY.elements, expected.dX, relative: 3e-5, "gradient of x")
      expectClose(normalized.elements, expected.dGain, relative: 2e-5, "gradient of the gain")
    }
  }

  private func reference(
    _ x: MatrixView, _ gain: MatrixView, _ dY: MatrixView
  ) -> (y: [Double], dX: [Double], dGain: [Double]) {
    var (y, dX, dGain): ([Double], [Double], [Double]) = ([], [], [])
    let (gain, count) = (gain.elements.map { Double($0) }, Double(x.columns))
    for row in 0..<x.rows {
      let values = x.row(row).elements.map { Double($0) }
      let d = zip(dY.row(row).elements, gain).map { Double($0) * $1 }
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      let inverse = 1 / (variance + 1e-5).squareRoot()
      let normalized = values.map { ($0 - mean) * inverse }
      let (sum, product) = (
        d.reduce(0, +) / count, zip(d, normalized).reduce(0) { $0 + $1.0 * $1.1 } / count
      )
      y += zip(normalized, gain).map(*)
      dX += zip(d, normalized).map { inverse * ($0 - sum - $1 * product) }
      dGain += zip(dY.row(row).elements, normalized).map { Double($0) * $1 }
    }
    return (y, dX, dGain)
  }
}
