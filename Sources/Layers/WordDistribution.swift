// SPDX-License-Identifier: Apache-2.0

package import Compute

/// How probable each word is in each of N rows.
///
/// Logits and normalizers stay apart, so that the words keep the order of their logits to the last bit.
package struct WordDistribution {
  /// `[N, V]`, with the bias.
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
