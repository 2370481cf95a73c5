// SPDX-License-Identifier: Apache-2.0

package import Compute

/// How the steps of a sequence become one vector.
public enum Pooling: String, Codable, Sendable, CaseIterable {
  /// The state after the last step; of the backward direction, the state after the first word.
  case last
  /// The mean of the outputs of all steps.
  case mean
  /// The largest value of each element over all steps (Collobert and Weston, "A unified architecture
  /// for natural language processing", 2008).
  case max
}

/// The mean over the steps of each sequence.
package enum MeanOverTime {
  /// Returns the mean of the rows of each sequence: `[B, H]` from `outputs` `[N, H]`.
  package static func forward(
    _ outputs: MatrixView, _ lengths: PackedLengths, _ pass: Pass
  ) -> MatrixView {
    let means = pass.arena.zeros(rows: lengths.sentences, columns: outputs.columns)
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      pass.kernels.add(outputs.rows(rows), to: means.rows(0..<rows.count))
    }
    for (row, length) in lengths.lengths.enumerated() {
      means.row(row).scale(by: 1 / Float(length))
    }
    return means
  }

  /// Returns the gradient of the outputs, `[N, H]`. `dMeans` `[B, H]` is overwritten.
  package static func backward(
    _ dMeans: MatrixView, _ lengths: PackedLengths, _ pass: Pass
  ) -> MatrixView {
    for (row, length) in lengths.lengths.enumerated() {
      dMeans.row(row).scale(by: 1 / Float(length))
    }
    let dOutputs = pass.arena.matrix(rows: lengths.rows, columns: dMeans.columns)
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      dOutputs.rows(rows).copy(from: dMeans.rows(0..<rows.count))
    }
    return dOutputs
  }
}

/// The maximum over the steps of each sequence.
package enum MaxOverTime {
  package struct Saved {
    /// `[B, H]`
    package let output: MatrixView
    /// The row of each maximum, the earliest among equals: `[B · H]`.
    let rows: [Int32]
  }

  /// Returns the maximum of each column over the rows of each sequence, from `outputs` `[N, H]`.
  package static func forward(
    _ outputs: MatrixView, _ lengths: PackedLengths, _ pass: Pass
  ) -> Saved {
    let (sequences, columns) = (lengths.sentences, outputs.columns)
    let maxima = pass.arena.matrix(rows: sequences, columns: columns)
    maxima.copy(from: outputs.rows(0..<sequences))
    var places = (0..<sequences).flatMap { repeatElement(Int32($0), count: columns) }
    for step in 1..<max(1, lengths.steps) {
      for (sequence, row) in lengths.rows(at: step).enumerated() {
        pass.kernels.keepMaxima(
          maxima.row(sequence), places: &places, from: sequence * columns, outputs.row(row),
          at: Int32(row))
      }
    }
    return Saved(output: maxima, rows: places)
  }

  /// Returns the gradient of the outputs, `[N, H]`, from that of the maxima, `[B, H]`.
  package static func backward(
    _ dMaxima: MatrixView, _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> MatrixView {
    let dOutputs = pass.arena.zeros(rows: lengths.rows, columns: dMaxima.columns)
    for sequence in 0..<dMaxima.rows {
      for column in 0..<dMaxima.columns {
        let row = Int(saved.rows[sequence * dMaxima.columns + column])
        dOutputs[row, column] = dMaxima[sequence, column]
      }
    }
    return dOutputs
  }
}
