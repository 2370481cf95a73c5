// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The probability of each word in each of N rows.
///
/// Logits and normalizers are stored separately, so that rounding does not change the order of the
/// logits.
package struct WordDistribution {
  /// `[N, V]`, including the bias.
  package let logits: MatrixView
  /// log Σ exp(logits) of each row.
  package let normalizers: [Float]

  package init(logits: MatrixView, normalizers: [Float]) {
    precondition(normalizers.count == logits.rows)
    self.logits = logits
    self.normalizers = normalizers
  }

  package func logProbability(of word: Int32, row: Int) -> Float {
    logits[row, Int(word)] - normalizers[row]
  }
}
