// SPDX-License-Identifier: Apache-2.0

import Compute

/// Returns the derivative of `loss` with respect to every element of `x`, from the seven-point
/// formula.
///
/// Its truncation error is step⁶/140 times the seventh derivative; its rounding error is 1.8 times
/// that of `loss`, divided by the step. With losses summed in Double from float32 outputs, a step
/// of 1/16 makes both about 1e-6 of the loss. A smaller step increases the rounding error, a larger
/// one the truncation error.
package func centralDifferences(
  at x: MatrixView, step: Float = 0x1p-4, _ loss: () throws -> Double
) rethrows -> [Double] {
  try (0..<x.count).map { try centralDifference(at: x, $0, step: step, loss) }
}

/// Returns the derivative with respect to one element, counted row by row.
package func centralDifference(
  at x: MatrixView, _ element: Int, step: Float = 0x1p-4, _ loss: () throws -> Double
) rethrows -> Double {
  let place = x.elements(element..<element + 1)
  let middle = place[0, 0]
  defer { place[0, 0] = middle }
  var sum = 0.0
  for (distance, weight) in [(1, 45), (2, -9), (3, 1)] as [(Float, Double)] {
    place[0, 0] = middle + distance * step
    let above = try loss()
    place[0, 0] = middle - distance * step
    sum += try weight * (above - loss())
  }
  return sum / (60 * Double(step))
}

/// Returns the weighted sum of the elements of `x`.
package func dot(_ weights: [Float], _ x: MatrixView) -> Double {
  zip(weights, x.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
