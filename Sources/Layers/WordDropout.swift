// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Dropout of whole words: the embedding of a dropped word is set to zero.
package struct WordDropout: Sendable {
  package let rate: Float
  /// The number that distinguishes the dropout layers of a model.
  private let tensor: UInt32

  package init(rate: Float, tensor: UInt32) {
    self.rate = rate
    self.tensor = tensor
  }

  /// Sets the rows of `matrix` `[N, C]` whose words are dropped to zero. The forward pass applies
  /// it to embeddings, the backward pass to their gradient.
  package func apply(
    to matrix: MatrixView, _ rows: RowIdentities, random: Philox?, _ workspace: Workspace
  ) {
    guard let random, rate > 0 else { return }
    workspace.arena.scope {
      let kept = workspace.arena.matrix(rows: matrix.rows, columns: 1)
      kept.fill(1)
      workspace.kernels.dropout(
        kept, sentences: rows.sentences, times: rows.times,
        mask: DropoutMask(rate: rate, tensor: tensor, random: random), into: kept)
      for row in 0..<matrix.rows where kept[row, 0] == 0 { matrix.row(row).fill(0) }
    }
  }
}
