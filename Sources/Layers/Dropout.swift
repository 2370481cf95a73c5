// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The sentence and the step of each row in a packed batch. Dropout masks depend on these, not on
/// the position in the batch.
package struct RowIdentities: Sendable {
  package let sentences: [UInt32]
  package let times: [UInt32]

  private init(sentences: [UInt32], times: [UInt32]) {
    self.sentences = sentences
    self.times = times
  }

  /// `sentences` has a number for each sentence of `lengths`, in the same order.
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

  /// The same rows, with step 0 for all.
  package var withoutTimes: RowIdentities {
    RowIdentities(
      sentences: sentences, times: [UInt32](repeating: 0, count: times.count))
  }
}

/// Dropout of single elements (Srivastava et al. 2014). No mask is stored: forward and backward
/// draw the same one.
package struct Dropout: Sendable {
  package let rate: Float
  private let stream: RandomStream
  /// True if a sentence has one mask for all steps (Gal and Ghahramani, "A theoretically grounded
  /// application of dropout in recurrent neural networks", 2016).
  private let isVariational: Bool

  package init(rate: Float, stream: RandomStream, isVariational: Bool = false) {
    self.rate = rate
    self.stream = stream
    self.isVariational = isVariational
  }

  /// Returns `input` `[N, C]` with the dropped elements set to zero and the others scaled up.
  /// Outside of training, returns `input` itself.
  package func forward(
    _ input: MatrixView, _ rows: RowIdentities, _ pass: Pass
  ) -> MatrixView {
    guard let random = pass.random, rate > 0 else { return input }
    let output = pass.arena.matrix(rows: input.rows, columns: input.columns)
    apply(to: input, rows, random, into: output, pass)
    return output
  }

  /// Turns the gradient of the output `[N, C]` into that of the input, in place.
  package func backward(
    _ dOutput: MatrixView, _ rows: RowIdentities, _ pass: Pass
  ) {
    guard let random = pass.random, rate > 0 else { return }
    apply(to: dOutput, rows, random, into: dOutput, pass)
  }

  private func apply(
    to input: MatrixView, _ rows: RowIdentities, _ random: Philox, into output: MatrixView,
    _ pass: Pass
  ) {
    let rows = isVariational ? rows.withoutTimes : rows
    pass.kernels.dropout(
      input, sentences: rows.sentences, times: rows.times,
      mask: DropoutMask(rate: rate, stream: stream, random: random), into: output)
  }
}
