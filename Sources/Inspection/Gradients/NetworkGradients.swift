// SPDX-License-Identifier: Apache-2.0

package import Models

/// The gradients of a trained network with respect to its earlier states.
package struct NetworkGradients: Sendable {
  package let layers: [LayerGradients]
  /// The singular values of each layer's recurrent matrix.
  package let spectra: [RecurrentSpectrum]
  /// The number of sequences, each of which has a loss of its own, and their mean loss, in nats.
  package let sequences: Int
  package let loss: Double

  package init(
    layers: [LayerGradients], spectra: [RecurrentSpectrum], sequences: Int, loss: Double
  ) {
    (self.layers, self.spectra) = (layers, spectra)
    (self.sequences, self.loss) = (sequences, loss)
  }

  /// The largest distance that a sequence has.
  package var longest: Int { layers.map(\.hidden.longest).max() ?? 0 }
}
