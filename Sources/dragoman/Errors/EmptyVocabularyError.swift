// SPDX-License-Identifier: Apache-2.0

/// A vocabulary without a word of the training text.
struct EmptyVocabularyError: Explainable, Equatable {
  let side: String
  let minimumFrequency: Int

  var explanation: Explanation {
    Explanation(
      .badData,
      "The \(side) vocabulary is empty: no word occurs \(minimumFrequency) times or more "
        + "(--min-frequency).",
      advice: "Give more text or a lower --min-frequency.")
  }
}
