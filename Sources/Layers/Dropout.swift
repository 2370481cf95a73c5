// SPDX-License-Identifier: Apache-2.0

package import Compute

/// Who the rows of a packed batch are: their masks depend on that, not on their place.
package struct RowIdentities: Sendable {
  package let sentences: [UInt32]
  package let times: [UInt32]

  private init(sentences: [UInt32], times: [UInt32]) {
    self.sentences = sentences
    self.times = times
  }

  /// `sentences` has a number for each sentence of `lengths`, in its order.
  package init(_ lengths: PackedLengths, sentences: [UInt32]) {
    precondition(sentences.count == lengths.sentences)
    self.sentences = lengths.batchSizes.flatMap { sentences[..<$0] }
    times = lengths.batchSizes.enumerated().flatMap { step, size in
      repeatElement(UInt32(step), count: size)
    }
  }

  package func rows(_ range: Range<Int>) -> RowIdentities {
    RowIdentities(sentences: Array(sentences[range]), times: Array(times[range]))
  }

  /// The same rows as if they were of one time.
  package var withoutTimes: RowIdentities {
    RowIdentities(
      sentences: sentences, times: [UInt32](repeating: 0, count: times.count))
  }
}

/// Dropout of single elements (Srivastava et al. 2014). There are no parameters: forward and
/// backward draw the same mask again.
package struct Dropout: Sendable {
  package let rate: Float
  /// Keeps the layers of a model apart.
  private let tensor: UInt32
  /// Whether a sentence has one mask for all times (Gal and Ghahramani, "A theoretically grounded
  /// application of dropout in recurrent neural networks", 2016).
  private let isVariational: Bool

  package init(rate: Float, tensor: UInt32, isVariational: Bool = false) {
    self.rate = rate
    self.tensor = tensor
    self.isVariational = isVariational
  }

  /// `input` `[N, C]` with dropped elements zeroed and the others scaled; `input` itself outside of
  /// training.
  package func forward(
    _ input: MatrixView, _ rows: RowIdentities, random: Philox?, _ workspace: Workspace
  ) -> MatrixView {
    guard let random, rate > 0 else { return input }
    let output = workspace.arena.matrix(rows: input.rows, columns: input.columns)
    apply(to: input, rows, random, into: output, workspace)
    return output
  }

  /// Turns the gradient of the output `[N, C]` into that of the input, in place.
  package func backward(
    _ dOutput: MatrixView, _ rows: RowIdentities, random: Philox?, _ workspace: Workspace
  ) {
    guard let random, rate > 0 else { return }
    apply(to: dOutput, rows, random, into: dOutput, workspace)
  }

  private func apply(
    to input: MatrixView, _ rows: RowIdentities, _ random: Philox, into output: MatrixView,
    _ workspace: Workspace
  ) {
    let rows = isVariational ? rows.withoutTimes : rows
    workspace.kernels.dropout(
      input, sentences: rows.sentences, times: rows.times,
      mask: DropoutMask(rate: rate, tensor: tensor, random: random), into: output)
  }
}
