// SPDX-License-Identifier: Apache-2.0

/// The encoder layers that read the sentence in both directions. Each direction has half of the
/// hidden state.
public enum BidirectionalLayers: String, Codable, Sendable, CaseIterable {
  case none
  /// Only the first layer (Wu et al., "Google's neural machine translation system", 2016).
  case first
  /// All layers (Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997).
  case all

  func contains(_ layer: Int) -> Bool {
    switch self {
    case .none: false
    case .first: layer == 0
    case .all: true
    }
  }
}

/// The initial states of the decoder.
public enum DecoderInitialization: String, Codable, Sendable, CaseIterable {
  /// The encoder's final states, layer by layer (Sutskever, Vinyals and Le 2014).
  case copy
  /// The encoder's final states, each passed through a learned linear map and tanh.
  case bridge
  /// The mean of the encoder's outputs in every layer; the cell states are zero.
  case mean
  case zero
}

/// The embedding tables that training does not change.
public enum FrozenEmbeddings: String, Codable, Sendable, CaseIterable {
  case none, source, target, all

  package var freezesSource: Bool { self == .source || self == .all }
  package var freezesTarget: Bool { self == .target || self == .all }
}

/// The embedding tables that are shared (Press and Wolf, "Using the output embedding to improve
/// language models", 2017).
public enum TiedEmbeddings: String, Codable, Sendable, CaseIterable {
  case none
  /// The target embeddings are also the weights of the output layer.
  case target
  /// The source embeddings, too, are the same table; both sides share one vocabulary.
  case all
}
