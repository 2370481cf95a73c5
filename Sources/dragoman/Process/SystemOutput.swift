// SPDX-License-Identifier: Apache-2.0

import Decoding
import Evaluation
import Text

/// What a system makes of the test set.
struct SystemOutput {
  /// The path of the checkpoint or of the text.
  let name: String
  let hypotheses: [String]
  /// Nil for a text.
  var likelihood: Likelihood?
  /// Nil for a text.
  var targetVocabulary: Vocabulary?

  var perplexity: Double? {
    likelihood.map {
      Evaluation.perplexity(
        totalNegativeLogLikelihood: $0.totalNegativeLogLikelihood, tokens: $0.tokens)
    }
  }
}

/// Checkpoints that do not translate between the same languages.
struct LanguagePairError: Explainable, Equatable {
  struct Pair: Equatable {
    let checkpoint: String
    let source: String
    let target: String

    /// Whether both translate from one language to one; of `und` nothing is known.
    func agrees(with other: Pair) -> Bool {
      [(source, other.source), (target, other.target)].allSatisfy { first, second in
        first == second || first == "und" || second == "und"
      }
    }
  }

  let first: Pair
  let other: Pair

  var explanation: Explanation {
    Explanation(
      .usage,
      "\(first.checkpoint) translates from \(first.source) to \(first.target), but "
        + "\(other.checkpoint) from \(other.source) to \(other.target).",
      advice: "Evaluate checkpoints of one language pair together, and the others on their own.")
  }
}
