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
    let embedded = dropout.forward(
      embedding.forward(tokens.ids, weights, workspace), tokens.identities, random: random,
      workspace)
    let saved = stack.forward(
      embedded, tokens, initial: nil, random: random, weights, workspace)
    return Saved(
      stack: saved, finalStates: stack.finalStates(saved, tokens.lengths, workspace))
  }

  /// Adds to `gradient`. `dFinal`, the gradient of the final states, is used up.
  package func backward(
    dFinal: [LSTMState], _ saved: Saved, _ tokens: PackedTokens, random: Philox?,
    _ weights: Weights, into gradient: ParameterBuffer, _ workspace: Workspace
  ) {
    let dOutput = workspace.arena.zeros(rows: tokens.lengths.rows, columns: stack.hiddenSize)
    let dEmbedded = stack.backward(
      dOutput, dFinal, saved.stack, tokens, random: random, weights, into: gradient, workspace)
    dropout.backward(dEmbedded, tokens.identities, random: random, workspace)
    embedding.backward(dEmbedded, ids: tokens.ids, into: gradient, workspace)
  }
}

// MARK: - Without training

extension Encoder {
  /// Steps that are kept in memory at a time.
  private static let chunkSteps = 32

  /// The final states `[B, H]` of each layer, in memory that does not grow with the length of the
  /// sentences: `inputs` come longest first and are read in chunks of steps.
  package func finalStates(
    of inputs: [[Int32]], _ weights: Weights, _ workspace: Workspace
  ) -> [LSTMState] {
    let states = stack.layers.map {
      LSTMState.zero(rows: inputs.count, hiddenSize: $0.hiddenSize, workspace)
    }
    for first in stride(from: 0, to: inputs.first?.count ?? 0, by: Self.chunkSteps) {
      let chunk = inputs.prefix { $0.count > first }
        .map { Array($0[first..<min(first + Self.chunkSteps, $0.count)]) }
      let active = states.map { $0.rows(0..<chunk.count) }
      workspace.arena.scope { advance(active, over: chunk, weights, workspace) }
    }
    return states
  }

  private func advance(
    _ states: [LSTMState], over chunk: [[Int32]], _ weights: Weights, _ workspace: Workspace
  ) {
    let tokens = PackedTokens(chunk, numbers: chunk.indices.map { UInt32($0) })
    let embedded = embedding.forward(tokens.ids, weights, workspace)
    let saved = stack.forward(
      embedded, tokens, initial: states, random: nil, weights, workspace)
    for (state, final) in zip(states, stack.finalStates(saved, tokens.lengths, workspace)) {
      state.hidden.copy(from: final.hidden)
      state.cell.copy(from: final.cell)
    }
  }
}
