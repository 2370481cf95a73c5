// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Messages
import Tasks
import Training

/// The wording of a setting in the description of a checkpoint.
struct SettingWording {
  private let key: String
  private let words: (_ text: String) -> String

  private init(_ key: String, _ words: @escaping (_ text: String) -> String) {
    self.key = key
    self.words = words
  }

  /// Returns rows of the settings of training that differ from their defaults. A setting without a
  /// wording is in the last row, by its name.
  static func rows<Record: TrainingRecord>(of record: Record) -> [(name: String, value: String)] {
    let changed = Record.settings.filter {
      $0.section == "training" && !$0.isDefault(record)
    }
    let worded = rows.map { name, wordings in
      (
        name,
        wordings.compactMap { wording in
          changed.first { $0.key == wording.key }.map { wording.words($0.text(record)) }
        }
      )
    }
    let known = Set(rows.flatMap { $0.wordings.map(\.key) }).union(inOtherRows)
    let others = changed.filter { !known.contains($0.key) }.map { setting in
      "\(setting.key.replacing("_", with: " ")) \(setting.text(record))"
    }
    return (worded + [("settings", others)]).filter { !$0.1.isEmpty }
      .map { ($0, $1.joined(separator: ", ")) }
  }

  private static var rows: [(name: String, wordings: [SettingWording])] {
    [
      (
        "steps",
        [
          SettingWording("accumulate") { "\(counted(Int($0) ?? 0, "batch", "batches")) each" },
          SettingWording("momentum") { "momentum \($0)" },
          SettingWording("weight_decay") { "weight decay \($0)" },
          SettingWording("state_clip_norm") { "clip norm of states \($0)" },
        ]
      ),
      (
        "objective",
        [
          SettingWording("label_smoothing") { "label smoothing \($0)" },
          SettingWording("scheduled_sampling") { "scheduled sampling \($0)" },
        ]
      ),
      (
        "schedule",
        [
          SettingWording("schedule") { $0 },
          SettingWording("warmup_steps") { counted(Int($0) ?? 0, "warm-up step") },
          SettingWording("decay_rate") { "decay \($0)" },
          SettingWording("decay_interval") { "every \(counted(Int($0) ?? 0, "step"))" },
          SettingWording("plateau_patience") { "patience \($0)" },
        ]
      ),
      (
        "weights",
        [
          SettingWording("validation_metric") {
            "best by \(ValidationMetric(rawValue: $0).name)"
          },
          SettingWording("bleu_tokenization") { "BLEU tokenization \($0)" },
          SettingWording("ema_decay") { "moving average \($0)" },
          SettingWording("average") { "average \($0) if it scores better" },
        ]
      ),
    ]
  }

  /// The settings of training that the description shows elsewhere, or that only concern a run.
  private static let inOtherRows: Set = [
    "batch_size", "batch_tokens", "epochs", "max_steps", "patience", "optimizer", "learning_rate",
    "recoveries", "clip_norm", "embedding_deviation", "forget_bias", "seed", "precision", "threads",
    "log_interval", "save_interval", "log_gradients", "sample_every", "dev_translations",
  ]
}
