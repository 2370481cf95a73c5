// SPDX-License-Identifier: Apache-2.0

/// The kinds of language models.
public enum LanguageModelKind: String, Codable, Sendable, CaseIterable {
  /// A recurrent network, which predicts from all tokens before (Mikolov et al., "Recurrent neural
  /// network based language model", 2010).
  case recurrent
  /// A feed-forward network, which predicts from the last `order` tokens (Bengio et al., "A neural
  /// probabilistic language model", 2003).
  case window
  /// Counts of n-grams of at most `order` tokens, with modified Kneser–Ney smoothing (Chen and
  /// Goodman, "An empirical study of smoothing techniques for language modeling", 1998).
  case ngram

  /// Returns true if models of this kind depend on a setting, which is one of the model, of the text
  /// or of training. Others have no effect, and are not in `config.json`.
  package func uses(_ key: String) -> Bool {
    switch self {
    case .recurrent: key != "order"
    case .window: !Self.ofRecurrentModels.contains(key)
    case .ngram: Self.ofNGramModels.contains(key)
    }
  }

  /// The settings that only recurrent models use.
  private static let ofRecurrentModels: Set = [
    "layers", "cell", "layer_norm", "residual", "tie_embeddings", "learned_initial_state",
    "output_dropout", "word_dropout", "variational_dropout", "state_clip_norm",
    "log_gradients", "forget_bias",
  ]

  /// All settings that n-gram models use.
  private static let ofNGramModels: Set = [
    "model", "order", "vocabulary_size", "unit", "reset_state", "min_frequency", "max_vocabulary",
    "merges", "dev_share", "threads",
  ]
}
