// SPDX-License-Identifier: Apache-2.0

/// What makes a directory no checkpoint that this program can use.
public struct CheckpointError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The directory does not exist, or holds no `config.json`.
    case notACheckpoint
    /// A newer program wrote it.
    case newerFormat(found: Int, supported: Int)
    /// `config.json` is not the JSON expected; `key` is the place, as in `model.hidden_size`.
    case malformedConfiguration(key: String)
    /// A size in `config.json` that no model can have.
    case impossibleConfiguration(key: String, found: String)
    /// A language in `config.json` that ICU does not know.
    case unknownLanguage(key: String, found: String)
    /// The vocabulary file has another number of words than `config.json` says.
    case vocabularySize(path: String, expected: Int, found: Int)
    /// Weights that are not numbers.
    case nonFiniteWeights(tensor: String)
  }

  public let directory: String
  public let problem: Problem

  public init(directory: String, problem: Problem) {
    self.directory = directory
    self.problem = problem
  }
}
