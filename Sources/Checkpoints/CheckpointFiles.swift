// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The paths of a checkpoint's files. Each task has further files: vocabularies, merges or labels.
public struct CheckpointFiles: Sendable, Equatable {
  public let directory: String

  public init(directory: String) { self.directory = directory }

  public var configuration: String { path(Self.configurationName) }
  /// The best weights so far.
  public var model: String { path(Self.modelName) }
  /// The state that training resumes from.
  public var trainingState: String { path(Self.trainingStateName) }
  /// The directory of weights that training keeps to average, one file each.
  public var kept: String { path("kept") }
  public var metrics: String { path("metrics.jsonl") }
  /// The commands that trained the checkpoint, and what they used.
  public var runs: String { path("runs.jsonl") }

  package static let configurationName = "config.json"
  package static let modelName = "model.safetensors"
  package static let trainingStateName = "training-state.safetensors"

  package func path(_ name: String) -> String { directory + "/" + name }

  /// The endings of the files that a task adds.
  private static let assetEndings = [".vocab", ".bpe", ".labels"]

  /// Returns the names of the files that a task has added.
  func assetNames() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { name in Self.assetEndings.contains { name.hasSuffix($0) } }.sorted()
  }
}
