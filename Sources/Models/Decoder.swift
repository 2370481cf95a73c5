// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Predicts the target word by word, from a state that the encoder provides.
package struct Decoder: Sendable {
  package let input: TokenEmbedding
  package let stack: RecurrentStack
  package let attention: Attention?
  package let feedsInput: Bool
  package let output: SoftmaxOutput
  let outputDropout: Dropout

  /// `sourceEmbedding` is the encoder's embedding, used if the embeddings are tied.
  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration,
    sourceEmbedding: Embedding, firstTensor: UInt32
  ) {
    let embedding = Self.embedding(&layout, configuration, sourceEmbedding)
    input = TokenEmbedding(embedding, configuration, firstTensor: firstTensor)
    outputDropout = Dropout(rate: configuration.outputDropout, tensor: firstTensor + 1)
    feedsInput = configuration.inputFeeding
    stack = RecurrentStack(
      &layout, side: "decoder", configuration,
      inputSize: configuration.embeddingSize + (feedsInput ? configuration.hiddenSize : 0),
      firstTensor: firstTensor + 2)
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
    let stack: RecurrentStack.Saved
    let attention: Attended?
    /// The input of the output layer: `[N, H]`.
    package let output: MatrixView
  }

  struct Attended {
    /// The buffers for all rows.
    let memory: Attention.Memory
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
    random: Philox?, _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    let embedded = input.forward(tokens, random: random, weights, workspace)
    var saved: Saved
    if let attention, let source {
      saved =
        feedsInput
        ? forwardFeedingInput(
          embedded, tokens, initial, attention, source, random, weights, workspace)
        : forwardAttending(
          embedded, tokens, initial, attention, source, random, weights, workspace)
    } else {
      let stacked = stack.forward(
        embedded, tokens, initial: initial, random: random, weights, workspace)
      saved = Saved(stack: stacked, attention: nil, output: stacked.output)
    }
    return Saved(
      stack: saved.stack, attention: saved.attention,
      output: outputDropout.forward(
        saved.output, tokens.identities, random: random, workspace))
  }

  /// Runs the layers, then attention, over all steps at once.
  private func forwardAttending(
    _ embedded: MatrixView, _ tokens: PackedTokens, _ initial: [RecurrentState],
    _ attention: Attention, _ source: Attention.Source, _ random: Philox?, _ weights: Weights,
    _ workspace: Workspace
  ) -> Saved {
    let stacked = stack.forward(
      embedded, tokens, initial: initial, random: random, weights, workspace)
    let lengths = tokens.lengths
    let attended = attention.forward(
      stacked.output.gathering(lengths.bySentence, workspace.arena), groups: lengths.spans, source,
      weights, workspace)
    return Saved(
      stack: stacked, attention: Attended(memory: attended.memory, parts: [attended]),
      output: attended.output.gathering(lengths.placesBySentence, workspace.arena))
  }
}

// MARK: - Backward

extension Decoder {
  /// Adds to `gradient` and to `dSource`, and returns the gradient of the initial states. `dOutput`
  /// `[N, H]`, the gradient of the output layer's input, is overwritten.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ tokens: PackedTokens,
    attendingTo source: (Attention.Source, Attention.SourceGradient)?, random: Philox?,
    _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> [RecurrentState] {
    outputDropout.backward(dOutput, tokens.identities, random: random, workspace)
    let dStates = stack.zeroStates(rows: tokens.lengths.sentences, workspace)
    let dEmbedded: MatrixView
    if let attention, let source, let attended = saved.attention, feedsInput {
      dEmbedded = backwardFeedingInput(
        dOutput, dStates, saved.stack, attended, tokens, attention, source, random, weights,
        into: gradient, workspace)
    } else {
      var dHidden = dOutput
      if let attention, let source, let attended = saved.attention {
        let dAttended = dOutput.gathering(tokens.lengths.bySentence, workspace.arena)
        dHidden = attention.backward(
          dAttended, attended.parts[0], source.0, source.1, weights, workspace
        ).gathering(tokens.lengths.placesBySentence, workspace.arena)
        attention.addGradients(dAttended, attended.memory, into: gradient, workspace)
      }
      dEmbedded = stack.backward(
        dHidden, dStates, saved.stack, tokens, random: random, weights, into: gradient,
        workspace)
    }
    input.backward(dEmbedded, tokens, random: random, into: gradient, workspace)
    return dStates
  }
}
