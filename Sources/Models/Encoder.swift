// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Embeds the source words and runs the recurrent layers over them. The states after each
/// sentence's last word represent the sentence.
package struct Encoder: Sendable {
  package let input: TokenEmbedding
  package let stack: RecurrentStack<DirectedLayer>

  package init(
    _ layout: inout ParameterLayout, _ configuration: ModelConfiguration, firstStream: UInt32
  ) {
    let embedding = Embedding(
      &layout, name: "encoder.embedding", vocabularySize: configuration.sourceVocabularySize,
      embeddingSize: configuration.embeddingSize,
      isFrozen: configuration.frozenEmbeddings.freezesSource)
    input = TokenEmbedding(&layout, embedding, configuration.stack, firstStream: firstStream)
    stack = RecurrentStack(
      &layout, prefix: "encoder.", configuration.stack, bidirectional: configuration.bidirectional,
      inputSize: configuration.embeddingSize, firstStream: firstStream + 1)
  }

  package var embedding: Embedding { input.embedding }

  package struct Saved {
    let embedded: TokenEmbedding.Saved
    let stack: RecurrentStack<DirectedLayer>.Saved
    /// The final state of each layer, `[B, H]`.
    package let finalStates: [RecurrentState]

    /// The output of the last layer, `[N, H]`.
    package var output: MatrixView { stack.output }
  }

  package func forward(
    _ tokens: PackedTokens, _ pass: Pass
  ) -> Saved {
    let embedded = input.forward(tokens, pass)
    let saved = stack.forward(embedded.rows, tokens.rows, initial: nil, pass)
    return Saved(
      embedded: embedded, stack: saved, finalStates: stack.finalStates(saved, tokens.lengths, pass))
  }

  /// Adds gradient terms. `dOutput` `[N, H]` and `dFinal`, the gradients of the output and of the
  /// final states, may be overwritten.
  package func backward(
    _ dOutput: MatrixView, dFinal: [RecurrentState], _ saved: Saved, _ tokens: PackedTokens,
    _ pass: Pass
  ) {
    let dEmbedded = stack.backward(
      dOutput, dFinal, saved.stack, tokens.rows, pass)
    input.backward(dEmbedded, saved.embedded, tokens, pass)
  }
}
