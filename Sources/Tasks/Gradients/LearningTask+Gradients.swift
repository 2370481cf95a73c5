// SPDX-License-Identifier: Apache-2.0

package import Compute
import Glibc
import Inspection
import Layers
package import Models
package import Training

extension LearningTask where Model: StateGradientModel {
  package func gradients(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<Model>, _ examples: [Model.Example]
  ) throws -> Scores? {
    let (layers, loss) = model.stateGradients(
      of: examples, upTo: GradientMeasurement().distance,
      Weights(parameters, packing: model.packedForTraining), carried: engine.carried, engine.pool,
      engine.workspace)
    let gradients = NetworkGradients(
      layers: layers,
      spectra: try layers.map { try RecurrentSpectrum(of: $0.layer.recurrent, in: parameters) },
      sequences: examples.count, loss: loss)
    return Scores(loss: loss, perplexity: exp(loss), values: gradients.values)
  }
}
