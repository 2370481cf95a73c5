// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Predicts the target word by word, from a state that the encoder provides.
package struct Decoder: Sendable {
  package let input: TokenEmbedding
  package let stack: RecurrentStack<RecurrentLayer>
  package let attention: Attention?
  package let feedsInput: Bool
  package let output: SoftmaxOutput
  let outputDropout: Dropout

  /// `sourceEmbedding` is the encoder's embedding, used if the embeddings are tied.
  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration,
    sourceEmbedding: Embedding, firstStream: UInt32
  ) {
    let embedding = Self.embedding(&layout, configuration, sourceEmbedding)
    input = TokenEmbedding(&layout, embedding, configuration, firstStream: firstStream)
    outputDropout = Dropout(
      rate: configuration.outputDropout, stream: layout.claimRandomStream(firstStream + 1))
    feedsInput = configuration.inputFeeding
    stack = RecurrentStack(
      &layout, side: "decoder", configuration,
      inputSize: configuration.embeddingSize + (feedsInput ? configuration.hiddenSize : 0),
      firstStream: firstStream + 2)
    attention =
      configuration.attention == .none
      ? nil
      : Attention(
        &layout, name: "attention", configuration.attention, hiddenSize: configuration.hiddenSize)
    output =
      configuration.tiedEmbeddings == .none
      ? SoftmaxOutput(
        &layout, name: "output", inputSize: configuration.hiddenSize,
        vocabularySize: configuration.targetVocabularySize)
      : SoftmaxOutput(&layout, name: "output", sharing: embedding.weight)
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
      embeddingSize: configuration.embeddingSize)
  }

  package var embedding: Embedding { input.embedding }

  package struct Saved {
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

// MARK: - Forward

extension Decoder {
  /// Runs the decoder. It attends to `source`, whose spans are in the order of the sentences of
  /// `tokens`.
  package func forward(
    _ tokens: PackedTokens, initial: [RecurrentState], attendingTo source: Attention.Source?,
    _ pass: Pass
  ) -> Saved {
    let embedded = input.forward(tokens, pass)
    var saved: Saved
    if let attention, let source {
      saved =
        feedsInput
        ? forwardFeedingInput(
          embedded, tokens, initial, attention, source, pass)
        : forwardAttending(
          embedded, tokens, initial, attention, source, pass)
    } else {
      let stacked = stack.forward(
        embedded, tokens, initial: initial, pass)
      saved = Saved(stack: stacked, attention: nil, output: stacked.output)
    }
    return Saved(
      stack: saved.stack, attention: saved.attention,
      output: outputDropout.forward(
        saved.output, tokens.identities, pass))
  }

  /// Runs the layers, then attention, over all steps at once.
  private func forwardAttending(
    _ embedded: MatrixView, _ tokens: PackedTokens, _ initial: [RecurrentState],
    _ attention: Attention, _ source: Attention.Source, _ pass: Pass
  ) -> Saved {
    let stacked = stack.forward(
      embedded, tokens, initial: initial, pass)
    let lengths = tokens.lengths
    let attended = attention.forward(
      stacked.output.gathering(lengths.bySentence, pass.arena), groups: lengths.spans, source,
      pass)
    return Saved(
      stack: stacked, attention: Attended(buffers: attended.buffers, parts: [attended]),
      output: attended.output.gathering(lengths.placesBySentence, pass.arena))
  }
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
      dEmbedded = stack.backward(
        dHidden, dStates, saved.stack, tokens, pass)
    }
    input.backward(dEmbedded, tokens, pass)
    return dStates
  }
}
