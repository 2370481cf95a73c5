// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Who the rows of a packed batch are: their masks depend on that, not on their place.
package struct RowIdentities: Sendable {
  package let sentences: [UInt32]
  package let times: [UInt32]

  /// `sentences` has a number for each sentence of `lengths`, in its order.
  package init(_ lengths: PackedLengths, sentences: [UInt32]) {
    precondition(sentences.count == lengths.sentences)
    self.sentences = lengths.batchSizes.flatMap { sentences[..<$0] }
    times = lengths.batchSizes.enumerated().flatMap { step, size in
      repeatElement(UInt32(step), count: size)
    }
  }
}

/// Dropout of single elements (Srivastava et al. 2014). There are no parameters: forward and
/// backward draw the same mask again.
package struct Dropout: Sendable {
  package let rate: Float
  /// Keeps the layers of a model apart.
  private let tensor: UInt32

  package init(rate: Float, tensor: UInt32) {
    self.rate = rate
    self.tensor = tensor
  }

  /// `input` `[N, C]` with dropped elements zeroed and the others scaled; `input` itself outside of
  /// training.
  package func forward(
    _ input: MatrixView, _ rows: RowIdentities, random: Philox?, _ workspace: Workspace
  ) -> MatrixView {
    guard let random, rate > 0 else { return input }
    let output = workspace.arena.matrix(rows: input.rows, columns: input.columns)
    let mask = DropoutMask(rate: rate, tensor: tensor, random: random)
    workspace.kernels.dropout(
      input, sentences: rows.sentences, times: rows.times, mask: mask, into: output)
    return output
  }

  /// Turns the gradient of the output `[N, C]` into that of the input, in place.
  package func backward(
    _ dOutput: MatrixView, _ rows: RowIdentities, random: Philox?, _ workspace: Workspace
  ) {
    guard let random, rate > 0 else { return }
    let mask = DropoutMask(rate: rate, tensor: tensor, random: random)
    workspace.kernels.dropout(
      dOutput, sentences: rows.sentences, times: rows.times, mask: mask, into: dOutput)
  }
}
