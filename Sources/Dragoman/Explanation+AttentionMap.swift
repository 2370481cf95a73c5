// SPDX-License-Identifier: Apache-2.0

import Inference

extension Explanation {
  /// Returns the attention as a heat map, with `line` and its number. Nil if the model has no
  /// attention or the line has no words.
  public func attentionMap(of line: String, number: Int = 1) -> AttentionMap? {
    attention.map { weights in
      AttentionMap(
        number: number, sourceText: line, targetText: text, source: source.map(\.text),
        target: steps.map(\.chosen.text), weights: weights)
    }
  }
}
