// SPDX-License-Identifier: Apache-2.0

/// The place where a vector enters a decoder.
public enum VectorInjection: String, Codable, Sendable, CaseIterable {
  /// The first state of each layer is tanh(W · v + b) (Vinyals et al., "Show and tell: a neural
  /// image caption generator", 2015, feed the vector before the first word).
  case state
  /// W · v is added inside the cells of each layer at every step, without a state to start from:
  /// h = tanh(W_xh · x + W_hh · h + W_ih · v) (Mao et al., "Deep captioning with multimodal
  /// recurrent neural networks", 2015, repeat the image at every step).
  case steps
  case both
}
