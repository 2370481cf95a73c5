// SPDX-License-Identifier: Apache-2.0

import Compute
package import Layers

/// Word embeddings with dropout.
package struct TokenEmbedding: Sendable {
  package let embedding: Embedding
  private let wordDropout: WordDropout
  private let dropout: Dropout

  /// Claims the random streams `firstStream` for the dropout of elements, and the one 300 further on
  /// for that of words.
  init(
    _ layout: inout ParameterLayout, _ embedding: Embedding, _ configuration: StackConfiguration,
    firstStream: UInt32
  ) {
    self.embedding = embedding
    wordDropout = WordDropout(
      rate: configuration.wordDropout, stream: layout.claimRandomStream(firstStream + 300))
    dropout = Dropout(configuration, stream: layout.claimRandomStream(firstStream))
  }

  /// `[N, E]`
  func forward(
    _ tokens: PackedTokens, _ pass: Pass
  ) -> MatrixView {
    pass.time(.embedding) {
      let embedded = embedding.forward(tokens.ids, pass)
      wordDropout.apply(to: embedded, tokens.identities, pass)
      return dropout.forward(embedded, tokens.identities, pass)
    }
  }

  /// Adds gradient terms. `dOutput` `[N, E]` is overwritten.
  func backward(
    _ dOutput: MatrixView, _ tokens: PackedTokens, _ pass: Pass
  ) {
    pass.time(.embedding) {
      dropout.backward(dOutput, tokens.identities, pass)
      wordDropout.apply(to: dOutput, tokens.identities, pass)
      embedding.backward(dOutput, ids: tokens.ids, pass)
    }
  }
}

extension Dropout {
  init(_ configuration: StackConfiguration, stream: RandomStream) {
    self.init(
      rate: configuration.dropout, stream: stream,
      isVariational: configuration.variationalDropout)
  }
}
