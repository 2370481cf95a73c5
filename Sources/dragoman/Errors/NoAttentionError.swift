// SPDX-License-Identifier: Apache-2.0

/// A drawing of attention was asked for, and the model pays none.
struct NoAttentionError: Explainable, Equatable {
  let checkpoint: String

  var explanation: Explanation {
    Explanation(
      .usage,
      "--plot draws attention, but the model of \(checkpoint) has none: give a checkpoint that was "
        + "trained with --attention, such as --attention general, or omit --plot.")
  }
}
