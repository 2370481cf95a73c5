// SPDX-License-Identifier: Apache-2.0

import Models
import Text
import Training

extension TrainingError: Explainable {
  var explanation: Explanation {
    switch self {
    case .checkpointExists(let directory):
      Explanation(
        .cannotCreate, "\(directory) already holds a checkpoint.",
        advice: "Add --resume to go on with it or --overwrite to replace it, or give another "
          + "--checkpoint.")
    case .checkpointInUse(let directory):
      Explanation(
        .cannotCreate, "Another process is training into \(directory).",
        advice: "Wait until it has ended, or give another --checkpoint.")
    case .missingTrainingState(let path):
      Explanation(
        .missingInput, "\(path) is missing: there is no training to go on with.",
        advice: "The checkpoint still translates; --overwrite trains anew.")
    case .malformedTrainingState(let path):
      Explanation(
        .badData, "\(path) is no training state of this checkpoint.",
        advice: "The checkpoint still translates; --overwrite trains anew.")
    case .invalidValue(let key, let found, let expected):
      Explanation(.usage, message((key, found, expected), naming: flag))
    case .contradiction(let contradiction):
      Explanation(.usage, contradiction.message)
    case .notEnoughMemory(let needed, let available):
      Explanation(
        .usage,
        "Training this model takes at least \(size(bytes: needed)), but the machine has "
          + "\(size(bytes: available)) of memory.",
        advice: "Give a smaller --hidden-size, --embedding-size or --max-vocabulary.")
    case .fixedValue(let key, let was, let now):
      Explanation(
        .usage,
        "\(flag(key)) cannot change on resuming (it was \(was), now \(now)): \(reason(key)).",
        advice: "Leave the flag out, or start anew in another --checkpoint.")
    case .foreignMerges(let key, let text, let units, let learned):
      Explanation(
        .badData,
        "\(flag(key)) seems to be of another language than \(text): it cuts a word of it into "
          + "\(decimal(units, places: 1)) units, and as many merges learned from it into "
          + "\(decimal(learned, places: 1)).",
        advice: "Give merges that 'dragoman bpe learn' learned from text of that language, or "
          + "--subwords in place of --source-merges and --target-merges.")
    case .corpusChanged(let was, let now):
      Explanation(
        .badData,
        "The training corpus is not the one that training began with.\n"
          + "  was: \(was.facts)\n  now: \(now.facts)",
        advice: "Give the files of the first run, or add --allow-changed-corpus to go on with "
          + "these.")
    case .developmentChanged(let was, let now):
      Explanation(
        .badData,
        "The dev set is not the one that training was scored on.\n"
          + "  was: \(was.facts)\n  now: \(now.facts)",
        advice: "Give the files of the first run, or add --allow-changed-corpus to go on with "
          + "these; the best score then starts anew.")
    case .diverged(let step, let loss, let gradientNorm):
      Explanation(
        .software,
        "Training diverged at step \(step): "
          + (gradientNorm.map {
            "the loss is \(decimal(loss, places: 2)), the norm of its gradient "
              + decimal($0, places: 2)
          } ?? "the loss of the dev set is \(decimal(loss, places: 2))") + ".",
        advice: "The checkpoint holds the last good state. Add --resume with a lower "
          + "--learning-rate, or a --clip-norm that cuts gradients off sooner.")
    }
  }

  /// What makes a value part of what the checkpoint is.
  private func reason(_ key: String) -> String {
    switch key {
    case "optimizer": "the moments that were saved belong to it"
    case "seed": "the order of the data follows from it"
    case "embedding_deviation": "training began with it"
    case "source_language", "target_language", "lowercase", "normalization", "min_frequency",
      "max_vocabulary", "subwords", "joint_subwords":
      "the vocabularies were built with it"
    case "source_vocabulary", "target_vocabulary": "the weights belong to its words"
    case "source_merges", "target_merges": "the weights belong to the units that it makes"
    default: "the weights that were saved are made for it"
    }
  }
}

extension CorpusFingerprint {
  /// What tells one corpus from another, in words.
  var facts: String {
    "\(counted(lines, "pair")), \(grouped(bytes)) bytes, xxHash64 \(hash)"
      + (columns.map { ", columns \($0[0]) and \($0[1])" } ?? "")
      + (headerLine == nil ? "" : ", with a header")
  }
}

/// What is wrong with a value. Keys, those quoted in what it must be too, are written as `name` says.
func message(_ value: InvalidValue, naming name: (String) -> String) -> String {
  let expected = value.expected.replacing(/'([a-z_]+)'/) { name(String($0.1)) }
  return "\(name(value.key)) is \(value.found), but must be \(expected)."
}

/// The flag for a key of `config.json`: `training.learning_rate` is `--learning-rate`.
func flag(_ key: String) -> String {
  let name = key.split(separator: ".").last ?? ""
  return "--" + name.map { $0 == "_" ? "-" : String($0) }.joined()
}
