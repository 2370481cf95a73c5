// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

extension EncoderDecoder {
  /// Returns random initial weights. Embeddings are normal with mean 0, as in `torch.nn.Embedding`,
  /// whose standard deviation is 1. All other weights are uniform in ±1/√H, as in `torch.nn.LSTM`
  /// and `torch.nn.Linear`.
  ///
  /// Without attention, the decoder depends on the encoder's final states alone, so states must
  /// persist from the start. Recurrent weights are then uniform in ±√(3/H), with the variance 1/H
  /// of orthogonal matrices (Saxe et al., "Exact solutions to the nonlinear dynamics of learning",
  /// 2014), and the bias of the forget gates is 1 (Jozefowicz et al., "An empirical exploration of
  /// recurrent network architectures", 2015). Attention, in contrast, learns sooner to tell words
  /// apart if states reflect only the nearby words.
  package func initialParameters(seed: UInt64, embeddingDeviation: Float) -> ParameterBuffer {
    let parameters = ParameterBuffer(layout)
    for (index, entry) in layout.entries.enumerated() {
      var random = Philox(seed: seed, purpose: RandomPurpose.initialWeights + UInt32(index))
        .sequence
      let distribution = initialDistribution(of: entry.slot, embeddingDeviation)
      let count = entry.slot.rows * entry.slot.columns
      parameters.setValues((0..<count).map { _ in distribution.next(&random) }, of: entry.slot)
    }
    for layer in encoder.stack.recurrentLayers + decoder.stack.recurrentLayers {
      if statesMustLast { layer.openForgetGate(of: parameters) }
      for norm in layer.norms?.layers ?? [] { parameters[norm.gain].fill(1) }
    }
    return parameters
  }

  private var statesMustLast: Bool { configuration.attention == .none }

  private enum Distribution {
    case normal(deviation: Float)
    /// Uniform from `-limit` to `limit`.
    case uniform(limit: Float)

    func next(_ random: inout Philox.Sequence) -> Float {
      switch self {
      case .normal(let deviation): random.nextNormal() * deviation
      case .uniform(let limit): (2 * random.nextUnit() - 1) * limit
      }
    }
  }

  private func initialDistribution(
    of slot: ParameterSlot, _ embeddingDeviation: Float
  ) -> Distribution {
    let hiddenSize = Float(configuration.hiddenSize)
    if slot == decoder.output.weight && configuration.tiedEmbeddings != .none {
      // At the scale of embeddings, the logits would be too large.
      return .normal(deviation: embeddingDeviation / hiddenSize.squareRoot())
    }
    if [encoder.embedding.weight, decoder.embedding.weight].contains(slot) {
      return .normal(deviation: embeddingDeviation)
    }
    if statesMustLast
      && (encoder.stack.recurrentWeights + decoder.stack.recurrentWeights).contains(slot)
    {
      return .uniform(limit: (3 / Float(slot.rows)).squareRoot())
    }
    return .uniform(limit: (1 / hiddenSize).squareRoot())
  }
}
