// SPDX-License-Identifier: Apache-2.0

/// How the decoder looks at the encoder's outputs.
public enum AttentionKind: String, Codable, Sendable, CaseIterable {
  /// It does not: all it is told is the initial state.
  case none
  /// q · k (Luong, Pham and Manning, "Effective approaches to attention-based neural machine
  /// translation", 2015).
  case dot
  /// q · W k / √H: that of the same paper, scaled as `scaledDot`. Unscaled, one step of Adam moves the
  /// scores so far that a single word gets all attention from the first steps on, and no gradient is left
  /// to change that.
  case general
  /// v · tanh(W q + U k) (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to
  /// align and translate", 2015).
  case additive
  /// q · k / √H (Vaswani et al., "Attention is all you need", 2017).
  case scaledDot = "scaled_dot"
}
