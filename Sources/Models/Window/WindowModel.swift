// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Text

/// A feed-forward language model: the embeddings of the last m tokens, one after another, go through
/// a hidden layer with tanh to a softmax over the next token (Bengio et al., "A neural probabilistic
/// language model", 2003, without direct connections). Without the hidden layer it is logistic
/// regression.
package struct WindowModel: Sendable {
  package let configuration: WindowModelConfiguration
  package let layout: ParameterLayout
  /// `embedding.weight` `[V, E]`; nil with one-hot vectors.
  package let embedding: Embedding?
  /// `hidden.weight` `[H, m · E]`, where the earliest token comes first, and `hidden.bias`.
  package let hidden: TanhLinear?
  /// `output.weight` `[V, H]`, or `[V, m · E]` without a hidden layer, and `output.bias`.
  package let output: SoftmaxOutput
  private let inputDropout, hiddenDropout: Dropout

  package init(_ configuration: WindowModelConfiguration) {
    var layout = ParameterLayout()
    let (vocabularySize, hiddenSize) = (configuration.vocabularySize, configuration.hiddenSize)
    embedding =
      configuration.embeddingSize > 0
      ? Embedding(
        &layout, name: "embedding", vocabularySize: vocabularySize,
        embeddingSize: configuration.embeddingSize, isFrozen: configuration.frozenEmbeddings)
      : nil
    hidden =
      hiddenSize > 0
      ? TanhLinear(
        &layout, name: "hidden", inputSize: configuration.inputSize, outputSize: hiddenSize) : nil
    output = SoftmaxOutput(
      &layout, name: "output", inputSize: hiddenSize > 0 ? hiddenSize : configuration.inputSize,
      vocabularySize: vocabularySize)
    inputDropout = Dropout(rate: configuration.dropout, stream: layout.claimRandomStream(0))
    hiddenDropout = Dropout(rate: configuration.dropout, stream: layout.claimRandomStream(1))
    self.configuration = configuration
    self.layout = layout
  }

  /// Returns the summed loss of a batch, in nats. Adds gradient terms of `scale` times the loss;
  /// with `labelSmoothing`, they are those of the smoothed loss. The arena is not reset.
  package func lossAndGradient(
    _ batch: WindowBatch, scale: Float, labelSmoothing: Float = 0, _ pass: Pass
  ) -> Double {
    let rows = batch.targets.identities
    let saved = forward(batch.context, rows, pass)
    let (loss, dOutput) = pass.time(.outputAndLoss) {
      output.lossAndGradient(
        saved.output, targets: batch.targets.ids, scale: scale, smoothing: labelSmoothing, pass)
    }
    backward(dOutput, saved, batch.context, rows, pass)
    return loss
  }

  /// Returns the negative log-likelihood of every target, in nats, without dropout: `[N]`.
  package func losses(_ batch: WindowBatch, _ pass: Pass) -> [Float] {
    let saved = forward(batch.context, batch.targets.identities, pass.withoutDropout)
    return output.losses(saved.output, targets: batch.targets.ids, pass)
  }

  /// The number of multiply-adds in matrix products for one token, forward.
  package var multiplyAddsPerToken: Int {
    configuration.inputSize * configuration.hiddenSize + output.weight.rows * output.weight.columns
  }

  /// Returns the distribution of the token after each of `texts`, in buffers of the workspace's
  /// arena, without dropout. `start` is the token before a text.
  package func distribution(
    after texts: [ArraySlice<Int32>], start: Int32, _ pass: Pass
  ) -> WordDistribution {
    let context = (1...configuration.contextSize).reversed().map { distance in
      texts.map { $0.count < distance ? start : $0[$0.endIndex - distance] }
    }
    return output.distribution(hiddenLayer(input(context, pass), pass).output, pass)
  }
}

// MARK: - Forward and backward

extension WindowModel {
  private struct Saved {
    let hidden: TanhLinear.Saved?
    /// What the output layer sees: `[N, H]` or `[N, m · E]`.
    let output: MatrixView
  }

  private func forward(
    _ context: [[Int32]], _ rows: RowIdentities, _ pass: Pass
  ) -> Saved {
    let input = pass.time(.embedding) {
      inputDropout.forward(self.input(context, pass), rows, pass)
    }
    let layer = hiddenLayer(input, pass)
    guard layer.hidden != nil else { return layer }
    return Saved(hidden: layer.hidden, output: hiddenDropout.forward(layer.output, rows, pass))
  }

  private func hiddenLayer(_ input: MatrixView, _ pass: Pass) -> Saved {
    let saved = hidden?.forward(input, pass)
    return Saved(hidden: saved, output: saved?.output ?? input)
  }

  /// Adds gradient terms. `dOutput` is overwritten.
  private func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ context: [[Int32]], _ rows: RowIdentities,
    _ pass: Pass
  ) {
    var dInput = dOutput
    if let hidden, let layer = saved.hidden {
      hiddenDropout.backward(dOutput, rows, pass)
      dInput = hidden.backward(dOutput, layer, pass)
      hidden.addGradients(dOutput, layer, pass)
    }
    pass.time(.embedding) {
      guard let embedding else { return }
      inputDropout.backward(dInput, rows, pass)
      for (place, ids) in context.enumerated() {
        let size = configuration.embeddingSize
        let dEmbedded = pass.arena.matrix(rows: ids.count, columns: size)
        dEmbedded.copy(from: dInput, columnsFrom: place * size)
        embedding.backward(dEmbedded, ids: ids, pass)
      }
    }
  }

  /// Returns the vectors of the tokens in the window, one after another: `[N, m · E]`, or
  /// `[N, m · V]` with one-hot vectors.
  private func input(_ context: [[Int32]], _ pass: Pass) -> MatrixView {
    let rows = context[0].count
    guard let embedding else { return oneHot(context, pass) }
    let input = pass.arena.matrix(rows: rows, columns: configuration.inputSize)
    pass.arena.scope {
      for (place, ids) in context.enumerated() {
        input.copy(
          columnsFrom: place * configuration.embeddingSize, from: embedding.forward(ids, pass))
      }
    }
    return input
  }

  private func oneHot(_ context: [[Int32]], _ pass: Pass) -> MatrixView {
    let input = pass.arena.zeros(rows: context[0].count, columns: configuration.inputSize)
    for (place, ids) in context.enumerated() {
      for (row, id) in ids.enumerated() {
        input[row, place * configuration.vocabularySize + Int(id)] = 1
      }
    }
    return input
  }
}

// MARK: - Initial weights

extension WindowModel {
  /// Returns random initial weights. Embeddings are normal with mean 0; all other weights are
  /// uniform in ±1/√n, where n is the length of the layer's input, as in `torch.nn.Linear`.
  package func initialParameters(
    seed: UInt64, embeddingDeviation: Float, embeddings: WordVectors? = nil
  ) -> ParameterBuffer {
    let embeddingDeviation = embeddings?.deviation ?? embeddingDeviation
    let parameters = ParameterBuffer(layout)
    for (index, entry) in layout.entries.enumerated() {
      var random = Philox(seed: seed, purpose: RandomPurpose.initialWeights + UInt32(index))
        .sequence
      let limit = 1 / Float(inputSize(of: entry.slot)).squareRoot()
      let isEmbedding = entry.slot == embedding?.weight
      let values = (0..<entry.slot.rows * entry.slot.columns).map { _ in
        isEmbedding
          ? random.nextNormal() * embeddingDeviation : (2 * random.nextUnit() - 1) * limit
      }
      parameters.setValues(values, of: entry.slot)
    }
    if let embeddings, let embedding { parameters.setRows(embeddings, of: embedding.weight) }
    return parameters
  }

  private func inputSize(of slot: ParameterSlot) -> Int {
    [output.weight, output.bias].contains(slot) ? output.weight.columns : configuration.inputSize
  }
}
