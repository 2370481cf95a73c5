// SPDX-License-Identifier: Apache-2.0

/// The paths of a checkpoint's files.
public struct CheckpointFiles: Sendable, Equatable {
  public let directory: String

  public init(directory: String) { self.directory = directory }

  public var configuration: String { directory + "/config.json" }
  public var sourceVocabulary: String { directory + "/source.vocab" }
  public var targetVocabulary: String { directory + "/target.vocab" }
  /// The byte-pair merges, if the vocabularies hold subword units.
  public var sourceMerges: String { directory + "/source.bpe" }
  public var targetMerges: String { directory + "/target.bpe" }
  /// The best weights so far.
  public var model: String { directory + "/model.safetensors" }
  /// The state that training resumes from.
  public var trainingState: String { directory + "/training-state.safetensors" }
  /// The directory of weights that training keeps to average, one file each.
  public var kept: String { directory + "/kept" }
  public var metrics: String { directory + "/metrics.jsonl" }
}
