// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages

/// A request to draw the attention of a model that has none.
struct NoAttentionError: Explainable, Equatable {
  let checkpoint: String

  var explanation: ErrorText {
    ErrorText(
      .usage,
      "--plot draws attention weights, but the model in \(checkpoint) has no attention: give "
        + "a checkpoint that was "
        + "trained with --attention, for example --attention general, or omit --plot.")
  }
}

/// - Throws: `UsageError` if `translator` lacks the attention that `flag` needs.
func requireAttention(
  of translator: Translator, _ flag: String, command: String
) throws(UsageError) {
  guard let obstacle = translator.attentionObstacle else { return }
  throw UsageError(command: command, message: obstacle.message(flag))
}

extension AttentionObstacle {
  /// Returns what `flag` needs, the obstacle, and a remedy.
  fileprivate func message(_ flag: String) -> String {
    switch self {
    case .paysNone(let checkpoint):
      "\(flag) requires a model with attention, but \(checkpoint) has none: omit \(flag), or train "
        + "with --attention."
    case .otherOrder(let first, let other):
      "\(flag) needs models that read the source in the same order, but only one of \(first) and \(other) "
        + "was trained with --reverse-source: omit \(flag), or train both the same way."
    case .otherUnits(let first, let other):
      "\(flag) needs models with the same source tokens, but \(first) and \(other) "
        + "split the source by different rules: omit \(flag), or train both with the same "
        + "--source-language, --lowercase and --source-merges."
    }
  }
}

/// A vocabulary without a word of the training text.
struct EmptyVocabularyError: Explainable, Equatable {
  let side: String
  let minimumFrequency: Int

  var explanation: ErrorText {
    ErrorText(
      .badData,
      "The \(side) vocabulary is empty: no word occurs \(minimumFrequency) times or more "
        + "(--min-frequency).",
      advice: "Give more text or a lower --min-frequency.")
  }
}
