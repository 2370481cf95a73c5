// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// What a decoder keeps between two steps, a row for each hypothesis.
package struct DecoderState {
  /// Of each layer, `[B, H]`.
  package let layers: [RecurrentState]
  /// What it attends to.
  package var source: Attention.Source?
  /// What attention found at the step before, `[B, H]`, where the decoder is fed it.
  package var fed: MatrixView?

  package var rows: Int { layers[0].hidden.rows }

  /// The rows `indices`, in that order and as often as they are named, in memory of `arena`.
  package func gathering(_ indices: [Int32], _ arena: Arena) -> DecoderState {
    DecoderState(
      layers: layers.map { $0.gathering(indices, arena) }, source: source?.gathering(indices),
      fed: fed?.gathering(indices, arena))
  }
}

/// What a step of the decoder comes to, in memory of the workspace's arena.
package struct DecoderStep {
  /// `[B, H]`: what the output layer is given.
  package let output: MatrixView
  /// How much of its attention each row gives to each source word, `[1, T]` of its sentence; none where
  /// the decoder pays none.
  package let attention: [MatrixView]
}
