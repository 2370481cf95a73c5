// SPDX-License-Identifier: Apache-2.0

import Decoding

/// - Throws: `UsageError` unless there is the attention that `flag` needs.
func requireAttention(
  of translator: Translator, _ flag: String, command: String
) throws(UsageError) {
  guard let obstacle = translator.attentionObstacle else { return }
  throw UsageError(command: command, message: obstacle.message(flag))
}

extension AttentionObstacle {
  /// What `flag` needs, what is in its way, and what to change.
  fileprivate func message(_ flag: String) -> String {
    switch self {
    case .paysNone(let checkpoint):
      "\(flag) needs attention, which \(checkpoint) does not have: omit it, or train with "
        + "--attention."
    case .otherOrder(let first, let other):
      "\(flag) needs models that read the source in the same order, but only one of \(first) and \(other) "
        + "was trained with --reverse-source: omit it, or train both the same way."
    case .otherUnits(let first, let other):
      "\(flag) needs models with the same source tokens, but \(first) and \(other) "
        + "split it by different rules: omit it, or train both with the same --source-language, "
        + "--lowercase and --source-merges."
    }
  }
}
