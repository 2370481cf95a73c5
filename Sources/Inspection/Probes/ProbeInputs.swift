// SPDX-License-Identifier: Apache-2.0

/// Rows of numbers, each column shifted and scaled to mean 0 and standard deviation 1 in the training
/// rows. A column that is constant there becomes 0.
package struct ProbeInputs {
  let columns: Int
  /// The vectors of all rows, one after another, padded with zeros.
  private let values: [SIMD8<Float>]
  /// The number of SIMD vectors in a row.
  let width: Int

  /// `values` is `[rows, columns]`.
  package init(_ values: [Float], columns: Int, training: [Int]) {
    self.columns = columns
    let width = (columns + 7) / 8
    self.width = width
    let (mean, scale) = Self.moments(values, columns, training)
    let rows = values.count / max(columns, 1)
    var standardized = [SIMD8<Float>](repeating: .zero, count: rows * width)
    for row in 0..<rows {
      for column in 0..<columns {
        let value = (Double(values[row * columns + column]) - mean[column]) * scale[column]
        standardized[row * width + column / 8][column % 8] = Float(value)
      }
    }
    self.values = standardized
  }

  /// Returns the mean of each column, and the inverse of its standard deviation, 0 if it is constant.
  private static func moments(
    _ values: [Float], _ columns: Int, _ rows: [Int]
  ) -> (mean: [Double], scale: [Double]) {
    var (mean, variance) = (
      [Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns)
    )
    let count = Double(max(rows.count, 1))
    for row in rows {
      for column in 0..<columns { mean[column] += Double(values[row * columns + column]) / count }
    }
    for row in rows {
      for column in 0..<columns {
        let distance = Double(values[row * columns + column]) - mean[column]
        variance[column] += distance * distance / count
      }
    }
    return (mean, variance.map { $0 > 1e-14 ? 1 / $0.squareRoot() : 0 })
  }

  subscript(row: Int, column: Int) -> Float { values[row * width + column / 8][column % 8] }

  /// Returns the sum of products of a row and of weights, which begin at `place`.
  @inline(__always)
  func product(row: Int, _ weights: [SIMD8<Double>], at place: Int) -> Double {
    var sum = SIMD8<Double>.zero
    for index in 0..<width {
      sum += SIMD8<Double>(values[row * width + index]) * weights[place + index]
    }
    return sum.sum()
  }

  /// Adds `factor` times a row to sums, which begin at `place`.
  @inline(__always)
  func add(row: Int, times factor: Double, to sums: inout [SIMD8<Double>], at place: Int) {
    for index in 0..<width {
      sums[place + index] += factor * SIMD8<Double>(values[row * width + index])
    }
  }
}
