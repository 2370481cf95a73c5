// SPDX-License-Identifier: Apache-2.0

import Compute
import Inspection
import Layers
import Models
import Threads

/// What to measure of a network's gradients.
package struct GradientMeasurement: Sendable {
  /// The largest number of steps back.
  package var distance = 1000
  /// The largest number of sequences, spread over the corpus.
  package var sequences = 200
  /// True if the forget gates of LSTMs are held at 1.
  package var holdsForgetGates = false
  package var threads = 1

  package init() {}

  /// Measures a model with some weights, which may be changed.
  ///
  /// - Throws: `ThreadError`, or `InspectionError.noConvergence`.
  func measured<Model: StateGradientModel>(
    _ model: Model, _ parameters: ParameterBuffer, _ examples: [Model.Example]
  ) throws -> NetworkGradients {
    let layers = model.observedLayers
    if holdsForgetGates {
      for layer in layers { layer.recurrent.holdForgetGate(of: parameters) }
    }
    let pool = try WorkerPool(count: threads)
    let workspaces = PerWorker(count: threads) { Workspace() }
    let (gradients, loss) = model.stateGradients(
      of: examples, upTo: distance,
      Weights(parameters, packing: model.packedForTraining), pool, { workspaces[$0] })
    return NetworkGradients(
      layers: gradients,
      spectra: try layers.map { try RecurrentSpectrum(of: $0.recurrent, in: parameters) },
      sequences: examples.count, loss: loss)
  }
}

/// Returns at most `count` numbers below `total`, spread over them without the regular distance that
/// might fall on the same place of each line: multiples of the golden section.
func spread(_ count: Int, below total: Int) -> [Int] {
  if total <= count { return Array(0..<total) }
  let golden = (5.0.squareRoot() - 1) / 2
  let places = (0..<count).map { number in
    let turn = (Double(number) + 0.5) * golden
    return Int((turn - turn.rounded(.down)) * Double(total))
  }
  return Set(places).sorted()
}
