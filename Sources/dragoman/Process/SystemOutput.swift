// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Evaluation
import Inference
import Messages
import Text

/// The translations of the test set by one system.
struct SystemOutput {
  /// The path of the checkpoint or text.
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

  /// The share of target tokens that the model predicts correctly.
  var accuracy: Double? {
    likelihood.flatMap { likelihood in
      likelihood.correctTokens.map { Double($0) / Double(likelihood.tokens) }
    }
  }
}

/// Returns the target language of checkpoints; nil if none of them names it.
///
/// - Throws: `LanguagePairError` if their language pairs differ.
func targetLanguage(of checkpoints: [String]) throws -> String? {
  let systems = try checkpoints.map { path in
    (
      checkpoint: path,
      languages: try CheckpointConfiguration(CheckpointFiles(directory: path)).languages
    )
  }
  for other in systems where !other.languages.agrees(with: systems[0].languages) {
    throw LanguagePairError(first: systems[0], other: other)
  }
  return systems.map(\.languages.target).first { $0 != "und" }
}

/// Checkpoints of different language pairs.
struct LanguagePairError: Explainable {
  typealias System = (checkpoint: String, languages: LanguagePair)

  let first: System
  let other: System

  var explanation: ErrorText {
    ErrorText(
      .usage,
      "\(first.checkpoint) translates from \(first.languages.source) to "
        + "\(first.languages.target), but \(other.checkpoint) from \(other.languages.source) to "
        + "\(other.languages.target).",
      advice: "Evaluate checkpoints of different language pairs separately.")
  }
}
