// SPDX-License-Identifier: Apache-2.0

import Compute

extension Arena {
  package func matrix(rows: Int, columns: Int, _ values: [Float]) -> MatrixView {
    let made = matrix(rows: rows, columns: columns)
    made.copy(from: values)
    return made
  }

  /// Returns a matrix of random numbers in `[-range, range]`.
  package func random(
    rows: Int, columns: Int, range: Float = 1, _ generator: inout SeededGenerator
  ) -> MatrixView {
    matrix(rows: rows, columns: columns, generator.floats(rows * columns, range: range))
  }
}

extension SeededGenerator {
  /// Returns random numbers in `[-range, range]`.
  public mutating func floats(_ count: Int, range: Float = 1) -> [Float] {
    (0..<count).map { _ in Float.random(in: -range...range, using: &self) }
  }
}

extension ParameterBuffer {
  /// All floats of the buffer. Unlike a view of `all`, they outlive the buffer.
  package var elements: [Float] { withExtendedLifetime(self) { all.elements } }
}
