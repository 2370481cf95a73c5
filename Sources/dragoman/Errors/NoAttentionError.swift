// SPDX-License-Identifier: Apache-2.0

/// A request to draw the attention of a model that has none.
struct NoAttentionError: Explainable, Equatable {
  let checkpoint: String

  var explanation: Explanation {
    Explanation(
      .usage,
      "--plot draws attention weights, but the model in \(checkpoint) has no attention: give "
        + "a checkpoint that was "
        + "trained with --attention, such as --attention general, or omit --plot.")
  }
}
