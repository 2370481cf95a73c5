// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Text

/// The distributions of a model's random initial weights. Embeddings are normal with mean 0, as in
/// `torch.nn.Embedding`, whose standard deviation is 1. All other weights are uniform in ±1/√H, as
/// in `torch.nn.LSTM` and, for D inputs instead of H, in ±1/√D, as in `torch.nn.Linear`.
struct InitialWeights {
  let embeddings: [ParameterSlot]
  /// The weight of the output layer.
  let output: ParameterSlot
  let layers: [RecurrentLayer]
  /// The weights of linear layers whose input is not of size H.
  var linear: [ParameterSlot] = []
  let hiddenSize: Int
  /// True if all that the model knows of earlier words is in its states, which must persist from
  /// the start. Recurrent weights are then uniform in ±√(3/H), with the variance 1/H of orthogonal
  /// matrices (Saxe et al., "Exact solutions to the nonlinear dynamics of learning", 2014), and the
  /// bias of the forget gates is 1 (Jozefowicz et al., "An empirical exploration of recurrent
  /// network architectures", 2015).
  let statesMustLast: Bool
  /// The standard deviation of embeddings.
  let embeddingDeviation: Float
  /// The bias of the forget gates; nil for the usual one.
  let forgetBias: Float?
  /// The vectors from which embeddings start. The rows of other words are random with the deviation
  /// of these vectors.
  var vectors: [ParameterSlot: WordVectors] = [:]

  /// Returns the vectors that are given, by their tables; tied tables are one.
  static func vectors(
    _ given: [(table: ParameterSlot?, vectors: WordVectors?)]
  ) -> [ParameterSlot: WordVectors] {
    given.reduce(into: [:]) { vectors, pair in
      if let table = pair.table, let found = pair.vectors { vectors[table] = found }
    }
  }

  /// Draws all parameters of `layout`. Each has random numbers of its own.
  func parameters(_ layout: ParameterLayout, seed: UInt64) -> ParameterBuffer {
    let parameters = ParameterBuffer(layout)
    for (index, entry) in layout.entries.enumerated() {
      var random = Philox(seed: seed, purpose: RandomPurpose.initialWeights + UInt32(index))
        .sequence
      let distribution = distribution(of: entry.slot)
      let count = entry.slot.rows * entry.slot.columns
      parameters.setValues((0..<count).map { _ in distribution.next(&random) }, of: entry.slot)
      if let vectors = vectors[entry.slot] { parameters.setRows(vectors, of: entry.slot) }
    }
    for layer in layers {
      if let bias = forgetBias ?? (statesMustLast ? 1 : nil) {
        layer.setForgetBias(bias, of: parameters)
      }
      for norm in layer.norms?.layers ?? [] { parameters[norm.gain].fill(1) }
    }
    return parameters
  }

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

  private func distribution(of slot: ParameterSlot) -> Distribution {
    let hiddenSize = Float(hiddenSize)
    if let vectors = vectors[slot] { return .normal(deviation: vectors.deviation) }
    if embeddings.contains(slot) {
      // At the scale of embeddings, the logits of a tied output layer would be too large.
      return .normal(
        deviation: slot == output
          ? embeddingDeviation / hiddenSize.squareRoot() : embeddingDeviation)
    }
    if statesMustLast && layers.contains(where: { $0.hiddenWeight == slot }) {
      return .uniform(limit: (3 / Float(slot.rows)).squareRoot())
    }
    let inputs = linear.contains(slot) ? Float(slot.rows) : hiddenSize
    return .uniform(limit: (1 / inputs).squareRoot())
  }
}

extension EncoderDecoder {
  /// Returns random initial weights.
  ///
  /// Without attention, the decoder depends on the encoder's final states alone, so states must
  /// last. Attention, in contrast, learns sooner to tell words apart if states reflect only the
  /// nearby words.
  package func initialParameters(
    seed: UInt64, embeddingDeviation: Float, forgetBias: Float? = nil,
    sourceEmbeddings: WordVectors? = nil, targetEmbeddings: WordVectors? = nil
  ) -> ParameterBuffer {
    InitialWeights(
      embeddings: [encoder.embedding.weight, decoder.embedding.weight],
      output: decoder.output.weight,
      layers: encoder.stack.recurrentLayers + decoder.stack.recurrentLayers,
      hiddenSize: configuration.hiddenSize, statesMustLast: configuration.attention == .none,
      embeddingDeviation: embeddingDeviation, forgetBias: forgetBias,
      vectors: InitialWeights.vectors([
        (encoder.embedding.weight, sourceEmbeddings), (decoder.embedding.weight, targetEmbeddings),
      ])
    ).parameters(layout, seed: seed)
  }
}

extension ParameterBuffer {
  /// Copies vectors to the rows of their words in an embedding table.
  func setRows(_ vectors: WordVectors, of slot: ParameterSlot) {
    for (place, id) in vectors.ids.enumerated() {
      let first = place * vectors.size
      self[slot].row(Int(id)).copy(from: Array(vectors.values[first..<first + vectors.size]))
    }
  }
}
