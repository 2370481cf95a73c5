// SPDX-License-Identifier: Apache-2.0

import Compute

/// The derivative of `loss` by every element of `x`, from five points around it.
///
/// The error is about step⁴/30 times the fifth derivative, and the rounding of `loss` by the step:
/// with losses summed in Double from float32 outputs, a step of 1/16 leaves about 1e-5 of the
/// gradient's size.
package func centralDifferences(
  at x: MatrixView, step: Float = 0x1p-4, _ loss: () throws -> Double
) rethrows -> [Double] {
  var derivatives: [Double] = []
  for row in 0..<x.rows {
    for column in 0..<x.columns {
      let middle = x[row, column]
      defer { x[row, column] = middle }
      func shifted(by offset: Float) throws -> Double {
        x[row, column] = middle + offset
        return try loss()
      }
      let near = try shifted(by: step) - shifted(by: -step)
      let far = try shifted(by: 2 * step) - shifted(by: -2 * step)
      derivatives.append((8 * near - far) / (12 * Double(step)))
    }
  }
  return derivatives
}
