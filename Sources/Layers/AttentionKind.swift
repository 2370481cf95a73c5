// SPDX-License-Identifier: Apache-2.0

/// The function that scores how well a key k, from an encoder output, matches a query q, the
/// decoder's state.
public enum AttentionKind: String, Codable, Sendable, CaseIterable {
  /// No attention: the decoder sees only its initial state.
  case none
  /// q · k (Luong, Pham and Manning, "Effective approaches to attention-based neural machine
  /// translation", 2015).
  case dot
  /// q · W k / √H: from the same paper, but scaled like `scaledDot`. Unscaled, a single step of
  /// Adam changes the scores so much that one word receives all attention from the first steps on,
  /// and no gradient is left to correct that.
  case general
  /// v · tanh(W q + U k) (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning
  /// to align and translate", 2015).
  case additive
  /// q · k / √H (Vaswani et al., "Attention is all you need", 2017).
  case scaledDot = "scaled_dot"
}
