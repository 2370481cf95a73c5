// SPDX-License-Identifier: Apache-2.0

/// Where the parts of a checkpoint lie in its directory.
public struct CheckpointFiles: Sendable, Equatable {
  public let directory: String

  public init(directory: String) { self.directory = directory }

  public var configuration: String { directory + "/config.json" }
  public var sourceVocabulary: String { directory + "/source.vocab" }
  public var targetVocabulary: String { directory + "/target.vocab" }
  /// The merges of byte-pair encoding, where the vocabularies hold units.
  public var sourceMerges: String { directory + "/source.bpe" }
  public var targetMerges: String { directory + "/target.bpe" }
  /// The best weights so far.
  public var model: String { directory + "/model.safetensors" }
  /// All that resuming needs.
  public var trainingState: String { directory + "/training-state.safetensors" }
  /// Weights that training keeps to average them, a file each.
  public var kept: String { directory + "/kept" }
  public var metrics: String { directory + "/metrics.jsonl" }
}
