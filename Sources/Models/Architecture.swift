// SPDX-License-Identifier: Apache-2.0

/// Which layers of the encoder read the sentence in both directions, with half of the hidden state for
/// each.
public enum BidirectionalLayers: String, Codable, Sendable, CaseIterable {
  case none
  /// The first one (Wu et al., "Google's neural machine translation system", 2016).
  case first
  /// Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997.
  case all

  func contains(_ layer: Int) -> Bool {
    switch self {
    case .none: false
    case .first: layer == 0
    case .all: true
    }
  }
}

/// What the decoder's states are at first.
public enum DecoderInitialization: String, Codable, Sendable, CaseIterable {
  /// The encoder's states, layer by layer (Sutskever, Vinyals and Le 2014).
  case copy
  /// The same through a learned linear map and tanh for each of them.
  case bridge
  /// The mean of the encoder's outputs in every layer, with cell states of zero.
  case mean
  case zero
}

/// Which tables of words are one (Press and Wolf, "Using the output embedding to improve language
/// models", 2017).
public enum TiedEmbeddings: String, Codable, Sendable, CaseIterable {
  case none
  /// The target embeddings are the weights of the output layer.
  case target
  /// The source embeddings as well; both sides have one vocabulary.
  case all
}
