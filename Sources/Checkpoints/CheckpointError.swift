// SPDX-License-Identifier: Apache-2.0

/// A reason why a directory cannot be used as a checkpoint.
public struct CheckpointError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// The directory does not exist, or `config.json` is missing.
    case notACheckpoint
    /// The checkpoint was written by a newer program.
    case newerFormat(found: Int, supported: Int)
    /// The checkpoint belongs to another task, or to the first one if that is nil.
    case otherTask(String?, wanted: String?)
    /// `config.json` is not the expected JSON; `key` is the path of the fault, as in
    /// `model.hidden_size`.
    case malformedConfiguration(key: String)
    /// A value in `config.json` is out of range.
    case impossibleConfiguration(key: String, found: String)
    /// ICU does not know a language in `config.json`.
    case unknownLanguage(key: String, found: String)
    /// The number of words in the vocabulary file differs from that in `config.json`.
    case vocabularySize(path: String, expected: Int, found: Int)
    /// A weight is not finite.
    case nonFiniteWeights(tensor: String)
  }

  public let directory: String
  public let problem: Problem

  public init(directory: String, problem: Problem) {
    self.directory = directory
    self.problem = problem
  }
}
