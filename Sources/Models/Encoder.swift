// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Embeds the source words and runs the LSTM layers over them; the states after each sentence's last
/// word are what it knows of the sentence.
package struct Encoder: Sendable {
  package let embedding: Embedding
  package let stack: LSTMStack
  private let dropout: Dropout

  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration, firstTensor: UInt32
  ) {
    embedding = Embedding(
      &layout, name: "encoder.embedding", vocabularySize: configuration.sourceVocabularySize,
      embeddingSize: configuration.embeddingSize)
    dropout = Dropout(rate: configuration.dropout, tensor: firstTensor)
    stack = LSTMStack(
      &layout, name: "encoder.lstm", inputSize: configuration.embeddingSize,
      hiddenSize: configuration.hiddenSize, layers: configuration.layers,
      dropout: configuration.dropout, firstTensor: firstTensor + 1)
  }

  package struct Saved {
    let stack: LSTMStack.Saved
    /// `[B, H]` for each layer.
    package let finalStates: [LSTMState]
  }

  package func forward(
    _ tokens: PackedTokens, random: Philox?, _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    let embedded = workspace.time(.embedding) {
      dropout.forward(
        embedding.forward(tokens.ids, weights, workspace), tokens.identities, random: random,
        workspace)
    }
    let saved = stack.forward(
      embedded, tokens, initial: nil, random: random, weights, workspace)
    return Saved(
      stack: saved, finalStates: stack.finalStates(saved, tokens.lengths, workspace))
  }

  /// Adds to `gradient`. `dFinal`, the gradient of the final states, is used up.
  package func backward(
    dFinal: [LSTMState], _ saved: Saved, _ tokens: PackedTokens, random: Philox?,
    _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) {
    let dOutput = workspace.arena.zeros(rows: tokens.lengths.rows, columns: stack.hiddenSize)
    let dEmbedded = stack.backward(
      dOutput, dFinal, saved.stack, tokens, random: random, weights, into: gradient, workspace)
    workspace.time(.embedding) {
      dropout.backward(dEmbedded, tokens.identities, random: random, workspace)
      embedding.backward(dEmbedded, ids: tokens.ids, into: gradient)
    }
  }
}
