// SPDX-License-Identifier: Apache-2.0

/// Gives each value of the training vectors the mean 0 and the standard deviation 1, and treats
/// later vectors in the same way.
public struct Standardization: Sendable, Equatable, Codable {
  /// The mean and the standard deviation of each value, `[D]`. The deviation of a value that is
  /// always the same is 1.
  public let mean, deviation: [Float]

  /// Measures the vectors of some sequences.
  package init(of vectors: VectorSequences, sequences: [Int]) {
    let size = vectors.size
    let count = Double(sequences.reduce(0) { $0 + vectors.sequences[$1].count })
    /// Returns the mean of a function of a value and its column.
    func means(_ function: (Double, Int) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: size)
      for sequence in sequences {
        for (index, value) in vectors[sequence].enumerated() {
          sums[index % size] += function(Double(value), index % size)
        }
      }
      return sums.map { $0 / count }
    }
    let mean = means { value, _ in value }
    let variance = means { value, column in
      (value - mean[column]) * (value - mean[column])
    }
    self.mean = mean.map { Float($0) }
    deviation = zip(mean, variance).map { mean, variance in
      // Smaller deviations are rounding errors of a float32.
      let isConstant = variance.squareRoot() <= 1e-7 * mean.magnitude
      return isConstant ? 1 : Float(variance.squareRoot())
    }
  }

  /// Returns vectors of `D` values, end to end, standardized.
  package func standardized(_ values: ArraySlice<Float>) -> [Float] {
    values.enumerated().map { index, value in
      let column = index % mean.count
      return (value - mean[column]) / deviation[column]
    }
  }
}
