// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Text

/// Two checkpoints that cannot form an ensemble.
public struct EnsembleError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// Their language pairs differ.
    case languages(first: LanguagePair, other: LanguagePair)
    /// Their target vocabularies differ.
    case targetVocabularies
  }

  /// The directories of the checkpoints.
  public let first, other: String
  public let problem: Problem

  public init(first: String, other: String, problem: Problem) {
    self.first = first
    self.other = other
    self.problem = problem
  }

  /// - Throws: `EnsembleError` for the first two of `checkpoints` that do not match.
  static func check(_ checkpoints: [Checkpoint]) throws(EnsembleError) {
    for (count, other) in checkpoints.enumerated() {
      // Compare with every earlier one: one without a known language matches all others.
      for first in checkpoints.prefix(count) {
        let languages = (first.configuration.languages, other.configuration.languages)
        let problem: Problem? =
          if !languages.0.agrees(with: languages.1) {
            .languages(first: languages.0, other: languages.1)
          } else if !other.targetVocabulary.hasTokens(of: first.targetVocabulary) {
            .targetVocabularies
          } else {
            nil
          }
        guard let problem else { continue }
        throw EnsembleError(
          first: first.files.directory, other: other.files.directory, problem: problem)
      }
    }
  }
}
