// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Starts from the encoder's states and says, word after word, what comes next.
package struct Decoder: Sendable {
  package let embedding: Embedding
  package let stack: LSTMStack
  package let output: SoftmaxOutput
  private let embeddingDropout: Dropout
  private let outputDropout: Dropout

  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration, firstTensor: UInt32
  ) {
    embedding = Embedding(
      &layout, name: "decoder.embedding", vocabularySize: configuration.targetVocabularySize,
      embeddingSize: configuration.embeddingSize)
    embeddingDropout = Dropout(rate: configuration.dropout, tensor: firstTensor)
    outputDropout = Dropout(rate: configuration.outputDropout, tensor: firstTensor + 1)
    stack = LSTMStack(
      &layout, name: "decoder.lstm", inputSize: configuration.embeddingSize,
      hiddenSize: configuration.hiddenSize, layers: configuration.layers,
      dropout: configuration.dropout, firstTensor: firstTensor + 2)
    output = SoftmaxOutput(
      &layout, name: "output", inputSize: configuration.hiddenSize,
      vocabularySize: configuration.targetVocabularySize)
  }

  package struct Saved {
    let stack: LSTMStack.Saved
    /// `[N, H]`: what the output layer is given.
    package let output: MatrixView
  }

  package func forward(
    _ tokens: PackedTokens, initial: [LSTMState], random: Philox?, _ weights: Weights,
    _ workspace: Workspace
  ) -> Saved {
    let embedded = workspace.time(.embedding) {
      embeddingDropout.forward(
        embedding.forward(tokens.ids, weights, workspace), tokens.identities, random: random,
        workspace)
    }
    let saved = stack.forward(
      embedded, tokens, initial: initial, random: random, weights, workspace)
    let output = outputDropout.forward(
      saved.output, tokens.identities, random: random, workspace)
    return Saved(stack: saved, output: output)
  }

  /// Adds to `gradient` and returns the gradient of the initial states. `dOutput` `[N, H]`, the
  /// gradient of what the output layer is given, is used up.
  package func backward(
    _ dOutput: MatrixView, _ saved: Saved, _ tokens: PackedTokens, random: Philox?,
    _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> [LSTMState] {
    outputDropout.backward(dOutput, tokens.identities, random: random, workspace)
    let dStates = stack.layers.map { layer in
      LSTMState.zero(
        rows: tokens.lengths.sentences, hiddenSize: layer.hiddenSize, workspace)
    }
    let dEmbedded = stack.backward(
      dOutput, dStates, saved.stack, tokens, random: random, weights, into: gradient, workspace)
    workspace.time(.embedding) {
      embeddingDropout.backward(dEmbedded, tokens.identities, random: random, workspace)
      embedding.backward(dEmbedded, ids: tokens.ids, into: gradient)
    }
    return dStates
  }
}
