// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Dropout of whole words: the embedding of a dropped word is set to zero.
package struct WordDropout: Sendable {
  package let rate: Float
  private let stream: RandomStream

  package init(rate: Float, stream: RandomStream) {
    self.rate = rate
    self.stream = stream
  }

  /// Sets the rows of `matrix` `[N, C]` whose words are dropped to zero. The forward pass applies
  /// it to embeddings, the backward pass to their gradient.
  package func apply(
    to matrix: MatrixView, _ rows: RowIdentities, _ pass: Pass
  ) {
    guard let random = pass.random, rate > 0 else { return }
    pass.arena.scope {
      let kept = pass.arena.matrix(rows: matrix.rows, columns: 1)
      kept.fill(1)
      pass.kernels.dropout(
        kept, sentences: rows.sentences, times: rows.times,
        mask: DropoutMask(rate: rate, stream: stream, random: random), into: kept)
      for row in 0..<matrix.rows where kept[row, 0] == 0 { matrix.row(row).fill(0) }
    }
  }
}
