// SPDX-License-Identifier: Apache-2.0

import Layers

/// The settings of a stack of recurrent layers and of the embeddings below it. Every model that has
/// such a stack provides them.
struct StackConfiguration {
  let cell: RecurrentCell
  /// True if layer normalization is applied to the products and the cell states.
  let layerNorm: Bool
  let layers: Int
  let hiddenSize: Int
  /// True if each layer except the first adds its input to its output.
  let residual: Bool
  /// The dropout rate of embeddings and between layers.
  let dropout: Float
  /// True if the dropout mask of a sentence is the same at all steps.
  let variationalDropout: Bool
  /// The probability of dropping the whole embedding of a word.
  let wordDropout: Float

  /// The name of the `torch.nn` module of the layers, in lowercase; a formula has none.
  var moduleName: String {
    switch cell {
    case .lstm: "lstm"
    case .gru: "gru"
    case .tanh, .relu, .sigmoid: "rnn"
    case .formula: "formula"
    }
  }
}

extension ModelConfiguration {
  /// The settings of the encoder's and of the decoder's stack.
  var stack: StackConfiguration {
    StackConfiguration(
      cell: cell, layerNorm: layerNorm, layers: layers, hiddenSize: hiddenSize,
      residual: residual, dropout: dropout, variationalDropout: variationalDropout,
      wordDropout: wordDropout)
  }
}
