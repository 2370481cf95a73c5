// SPDX-License-Identifier: Apache-2.0

import Compute
package import Layers

/// The word embeddings of one side, with dropout.
package struct TokenEmbedding: Sendable {
  package let embedding: Embedding
  private let wordDropout: WordDropout
  private let dropout: Dropout

  /// Numbers the dropout `firstTensor`, and the word dropout `firstTensor` + 300.
  init(_ embedding: Embedding, _ configuration: ModelConfiguration, firstTensor: UInt32) {
    self.embedding = embedding
    wordDropout = WordDropout(rate: configuration.wordDropout, tensor: firstTensor + 300)
    dropout = Dropout(configuration, tensor: firstTensor)
  }

  /// `[N, E]`
  func forward(
    _ tokens: PackedTokens, random: Philox?, _ weights: Weights, _ workspace: Workspace
  ) -> MatrixView {
    workspace.time(.embedding) {
      let embedded = embedding.forward(tokens.ids, weights, workspace)
      wordDropout.apply(to: embedded, tokens.identities, random: random, workspace)
      return dropout.forward(embedded, tokens.identities, random: random, workspace)
    }
  }

  /// Adds to `gradient`. `dOutput` `[N, E]` is overwritten.
  func backward(
    _ dOutput: MatrixView, _ tokens: PackedTokens, random: Philox?,
    into gradient: GradientTerms, _ workspace: Workspace
  ) {
    workspace.time(.embedding) {
      dropout.backward(dOutput, tokens.identities, random: random, workspace)
      wordDropout.apply(to: dOutput, tokens.identities, random: random, workspace)
      embedding.backward(dOutput, ids: tokens.ids, into: gradient)
    }
  }
}

extension Dropout {
  init(_ configuration: ModelConfiguration, tensor: UInt32) {
    self.init(
      rate: configuration.dropout, tensor: tensor,
      isVariational: configuration.variationalDropout)
  }
}
