// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Predicts words one by one from an initial state, such as one that an encoder provides.
package struct Decoder: Sendable {
  package let input: TokenEmbedding
  package let stack: RecurrentStack<RecurrentLayer>
  package let attention: Attention?
  package let feedsInput: Bool
  package let output: SoftmaxOutput
  let outputDropout: Dropout

  struct Configuration {
    let stack: StackConfiguration
    let outputDropout: Float
    /// True if the embeddings are also the weights of the output layer.
    let isTied: Bool
    var attention = AttentionKind.none
    var feedsInput = false
    var sharesRows = false
  }

  /// Creates a decoder. The names of its recurrent layers begin with `prefix`, unless it shares
  /// `recurrence`.
  init(
    _ layout: inout ParameterLayout, prefix: String = "", _ configuration: Configuration,
    _ embedding: Embedding, sharing recurrence: [RecurrentLayer]? = nil, firstStream: UInt32
  ) {
    let (stack, hiddenSize) = (configuration.stack, configuration.stack.hiddenSize)
    input = TokenEmbedding(
      &layout, embedding, stack, sharesRows: configuration.sharesRows, firstStream: firstStream)
    outputDropout = Dropout(
      rate: configuration.outputDropout, stream: layout.claimRandomStream(firstStream + 1))
    feedsInput = configuration.feedsInput
    self.stack =
      recurrence.map {
        RecurrentStack(&layout, sharing: $0, stack, firstStream: firstStream + 2)
      }
      ?? RecurrentStack(
        &layout, prefix: prefix, stack,
        inputSize: embedding.weight.columns + (feedsInput ? hiddenSize : 0),
        firstStream: firstStream + 2)
    attention =
      configuration.attention == .none
      ? nil
      : Attention(&layout, name: "attention", configuration.attention, hiddenSize: hiddenSize)
    output =
      configuration.isTied
      ? SoftmaxOutput(&layout, name: "output", sharing: embedding.weight)
      : SoftmaxOutput(
        &layout, name: "output", inputSize: hiddenSize, vocabularySize: embedding.weight.rows)
  }

  package var embedding: Embedding { input.embedding }

  package struct Saved {
    let embedded: TokenEmbedding.Saved
    let stack: RecurrentStack<RecurrentLayer>.Saved
    let attention: Attended?
    /// The input of the output layer: `[N, H]`.
    package let output: MatrixView
  }

  struct Attended {
    /// The buffers for all rows.
    let buffers: Attention.Buffers
    /// One element for all rows or, with input feeding, one for each step.
    let parts: [Attention.Saved]
  }
}

// MARK: - Language models

extension Decoder {
  /// Creates the decoder of a language model.
  init(_ layout: inout ParameterLayout, _ configuration: LanguageModelConfiguration) {
    let embedding = Embedding(
      &layout, name: "embedding", vocabularySize: configuration.vocabularySize,
      embeddingSize: configuration.embeddingSize, isFrozen: configuration.frozenEmbeddings)
    self.init(
      &layout,
      Configuration(
        stack: configuration.stack, outputDropout: configuration.outputDropout,
        isTied: configuration.tiedEmbeddings, sharesRows: true),
      embedding, firstStream: 0)
  }

  /// The factors of all matrix products of a language model in inference. The largest is first.
  var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    [(output.weight, .transposed)]
      + (stack.recurrentWeights + stack.inputWeights).map { ($0, .stored) }
  }
}

// MARK: - Translation

extension Decoder {
  /// Creates the decoder of an encoder–decoder, which may share the embedding and the recurrent layers
  /// of `encoder`.
  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration, _ encoder: Encoder,
    firstStream: UInt32
  ) {
    let embedding = Self.embedding(&layout, configuration, encoder.embedding)
    self.init(
      &layout, prefix: "decoder.",
      Configuration(
        stack: configuration.stack, outputDropout: configuration.outputDropout,
        isTied: configuration.tiedEmbeddings != .none, attention: configuration.attention,
        feedsInput: configuration.inputFeeding),
      embedding, sharing: configuration.sharedWeights ? encoder.stack.layers.map(\.ahead) : nil,
      firstStream: firstStream)
  }

  private static func embedding(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration,
    _ sourceEmbedding: Embedding
  ) -> Embedding {
    let name = "decoder.embedding"
    if configuration.tiedEmbeddings == .all {
      layout.share(sourceEmbedding.weight, as: "\(name).weight")
      return sourceEmbedding
    }
    return Embedding(
      &layout, name: name, vocabularySize: configuration.targetVocabularySize,
      embeddingSize: configuration.embeddingSize,
      isFrozen: configuration.frozenEmbeddings.freezesTarget)
  }
}

// MARK: - Forward

extension Decoder {
  /// Runs the decoder. It attends to `source`, whose spans are in the order of the sentences of
  /// `tokens`. Without attention, `addends` are added to the gates of each layer at every step, a
  /// row for each sentence: `[B, GH]`.
  package func forward(
    _ tokens: PackedTokens, initial: [RecurrentState], addends: [MatrixView]? = nil,
    attendingTo source: Attention.Source?, _ pass: Pass
  ) -> Saved {
    let embedded = input.forward(tokens, pass)
    let layers = forward(embedded.rows, tokens, initial, addends, source, pass)
    return Saved(
      embedded: embedded, stack: layers.stack, attention: layers.attention,
      output: outputDropout.forward(layers.output, tokens.identities, pass))
  }

  /// What the layers between the embedding and the output layer keep.
  typealias Layers = (
    stack: RecurrentStack<RecurrentLayer>.Saved, attention: Attended?, output: MatrixView
  )

  private func forward(
    _ embedded: LayerInput, _ tokens: PackedTokens, _ initial: [RecurrentState],
    _ addends: [MatrixView]?, _ source: Attention.Source?, _ pass: Pass
  ) -> Layers {
    guard let attention, let source else {
      let stacked = stack.forward(
        embedded, tokens.rows, initial: initial, addends: addends, pass)
      return (stacked, nil, stacked.output)
    }
    precondition(addends == nil, "addends besides attention")
    return feedsInput
      ? forwardFeedingInput(embedded.matrix, tokens, initial, attention, source, pass)
      : forwardAttending(embedded, tokens, initial, attention, source, pass)
  }

  /// Runs the layers, then attention, over all steps at once.
  private func forwardAttending(
    _ embedded: LayerInput, _ tokens: PackedTokens, _ initial: [RecurrentState],
    _ attention: Attention, _ source: Attention.Source, _ pass: Pass
  ) -> Layers {
    let stacked = stack.forward(embedded, tokens.rows, initial: initial, pass)
    let lengths = tokens.lengths
    let attended = attention.forward(
      stacked.output.gathering(lengths.bySentence, pass.arena), groups: lengths.spans, source,
      pass)
    return (
      stacked, Attended(buffers: attended.buffers, parts: [attended]),
      attended.output.gathering(lengths.placesBySentence, pass.arena)
    )
  }
}

// MARK: - Weights

extension Decoder {
  /// The factors of the matrix products with few rows at a time, step by step, which gain from
  /// packing. Other products run once over all rows.
  var stepwiseWeights: [ParameterSlot] { stack.recurrentWeights + fedWeights }

  /// The weights that input feeding also multiplies by step by step.
  private var fedWeights: [ParameterSlot] {
    guard feedsInput, let attention else { return [] }
    return stack.inputWeights + [attention.combination.weight]
      + (attention.queryWeight.map { [$0] } ?? [])
  }

  /// The number of multiply-adds in matrix products for one token, forward, including the output
  /// layer.
  var multiplyAddsPerToken: Int {
    let attention = attention.map {
      [$0.combination.weight] + ($0.queryWeight.map { [$0] } ?? [])
    }
    return (stack.inputWeights + stack.recurrentWeights + [output.weight] + (attention ?? []))
      .multiplyAdds
  }
}

extension [ParameterSlot] {
  /// The number of multiply-adds of a row in the products with these matrices.
  var multiplyAdds: Int { reduce(0) { $0 + $1.rows * $1.columns } }
}

// MARK: - Backward

extension Decoder {
  /// Adds gradient terms, adds to `dSource`, and returns the gradient of the initial states. `dOutput`
  /// `[N, H]`, the gradient of the output layer's input, is overwritten.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ tokens: PackedTokens,
    attendingTo source: (Attention.Source, Attention.SourceGradient)?, _ pass: Pass
  ) -> [RecurrentState] {
    outputDropout.backward(dOutput, tokens.identities, pass)
    let dStates = stack.zeroStates(rows: tokens.lengths.sentences, pass)
    let dEmbedded: MatrixView
    if let attention, let source, let attended = saved.attention, feedsInput {
      dEmbedded = backwardFeedingInput(
        dOutput, dStates, saved.stack, attended, tokens, attention, source, pass)
    } else {
      var dHidden = dOutput
      if let attention, let source, let attended = saved.attention {
        let dAttended = dOutput.gathering(tokens.lengths.bySentence, pass.arena)
        dHidden = attention.backward(
          dAttended, attended.parts[0], source.0, source.1, pass
        ).gathering(tokens.lengths.placesBySentence, pass.arena)
        attention.addGradients(dAttended, attended.buffers, pass)
      }
      dEmbedded = stack.backward(dHidden, dStates, saved.stack, tokens.rows, pass)
    }
    input.backward(dEmbedded, saved.embedded, tokens, pass)
    return dStates
  }
}
