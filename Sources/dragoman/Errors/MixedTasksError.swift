// SPDX-License-Identifier: Apache-2.0

/// Checkpoints of different tasks that were given to one command.
struct MixedTasksError: Explainable, Equatable {
  let translator: String
  let languageModel: String

  var explanation: Explanation {
    Explanation(
      .usage, "\(translator) is a translator, but \(languageModel) is a language model.",
      advice: "Give checkpoints of one task at a time.")
  }
}
