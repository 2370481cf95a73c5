// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Embeds the source words and runs the recurrent layers over them. The states after each
/// sentence's last word represent the sentence.
package struct Encoder: Sendable {
  package let input: TokenEmbedding
  package let stack: RecurrentStack

  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration, firstTensor: UInt32
  ) {
    let embedding = Embedding(
      &layout, name: "encoder.embedding", vocabularySize: configuration.sourceVocabularySize,
      embeddingSize: configuration.embeddingSize)
    input = TokenEmbedding(embedding, configuration, firstTensor: firstTensor)
    stack = RecurrentStack(
      &layout, side: "encoder", configuration, bidirectional: configuration.bidirectional,
      inputSize: configuration.embeddingSize, firstTensor: firstTensor + 1)
  }

  package var embedding: Embedding { input.embedding }

  package struct Saved {
    let stack: RecurrentStack.Saved
    /// The final state of each layer, `[B, H]`.
    package let finalStates: [RecurrentState]

    /// The output of the last layer, `[N, H]`.
    package var output: MatrixView { stack.output }
  }

  package func forward(
    _ tokens: PackedTokens, random: Philox?, _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    let embedded = input.forward(tokens, random: random, weights, workspace)
    let saved = stack.forward(
      embedded, tokens, initial: nil, random: random, weights, workspace)
    return Saved(
      stack: saved, finalStates: stack.finalStates(saved, tokens.lengths, workspace))
  }

  /// Adds to `gradient`. `dOutput` `[N, H]` and `dFinal`, the gradients of the output and of the
  /// final states, may be overwritten.
  package func backward(
    _ dOutput: MatrixView, dFinal: [RecurrentState], _ saved: Saved, _ tokens: PackedTokens,
    random: Philox?, _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) {
    let dEmbedded = stack.backward(
      dOutput, dFinal, saved.stack, tokens, random: random, weights, into: gradient, workspace)
    input.backward(dEmbedded, tokens, random: random, into: gradient, workspace)
  }
}
