// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// The state of a decoder between two steps, with a row for each hypothesis.
package struct DecoderState {
  /// The state of each layer, `[B, H]`.
  package let layers: [RecurrentState]
  /// The encoder's outputs that the decoder attends to; nil without attention.
  package var source: Attention.Source?
  /// The attentional vectors of the step before, `[B, H]`; nil without input feeding.
  package var fed: MatrixView?

  package var rows: Int { layers[0].hidden.rows }

  /// Copies the rows `indices` to `arena`, in that order; an index may occur more than once.
  package func gathering(_ indices: [Int32], _ arena: Arena) -> DecoderState {
    DecoderState(
      layers: layers.map { $0.gathering(indices, arena) }, source: source?.gathering(indices),
      fed: fed?.gathering(indices, arena))
  }
}

/// The result of a decoder step, in memory of the workspace's arena.
package struct DecoderStep {
  /// The input of the output layer: `[B, H]`.
  package let output: MatrixView
  /// The attention weights of each row over the source words of its sentence, `[1, T]`; empty
  /// without attention.
  package let attention: [MatrixView]
}
