// SPDX-License-Identifier: Apache-2.0

/// A vocabulary that no word of the training text came into.
struct EmptyVocabularyError: Explainable, Equatable {
  let side: String
  let minimumFrequency: Int

  var explanation: Explanation {
    Explanation(
      .badData,
      "The vocabulary of the \(side) is empty: no word was seen as often as --min-frequency asks, which "
        + "is \(minimumFrequency).",
      advice: "Give more text, or a lower --min-frequency.")
  }
}
