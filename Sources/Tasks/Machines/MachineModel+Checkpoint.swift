// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
package import Inference
import Text
import Training

extension MachineModel {
  /// Writes the machine as a checkpoint of its task, which all commands for the task can read. It has
  /// no history and no training state.
  ///
  /// - Throws: `TrainingError.checkpointExists` unless `overwriting`, `TrainingError.checkpointInUse`
  ///   or `FileError`.
  package func write(toCheckpoint directory: String, overwriting: Bool) throws {
    let store = try newCheckpointStore(directory, overwriting: overwriting)
    try store.create(
      textParts(vocabulary, nil) + [
        CheckpointPart(CheckpointFiles.modelName) {
          try parameters.writeModel(to: $0, metadata: ["format": "pt"])
        }
      ] + recordParts)
  }

  /// The labels, if there are any, and `config.json`.
  private var recordParts: [CheckpointPart] {
    switch network {
    case .languageModel(_, let settings): [Self.record(settings).part]
    case .classifier(_, let settings, let labels):
      [Self.part(labels), Self.record(settings).part]
    case .labeller(_, let settings, let labels):
      [Self.part(labels), Self.record(settings).part]
    }
  }

  private static func part(_ labels: LabelSet) -> CheckpointPart {
    CheckpointPart("labels.tsv") { try labels.write(to: $0) }
  }

  private static func record<Settings: TaskSettings>(_ settings: Settings) -> TaskRecord<Settings> {
    var record = TaskRecord<Settings>(training: TrainingConfiguration())
    record.settings = settings
    return record
  }
}

extension TaskRecord {
  /// True if the weights were set by hand, without a corpus.
  package var isSetByHand: Bool { corpus.hash.isEmpty }
}
