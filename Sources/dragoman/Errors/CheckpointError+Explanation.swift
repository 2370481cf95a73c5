// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inference
import Text

extension CheckpointError: Explainable {
  var explanation: Explanation {
    if directory.isEmpty {
      return Explanation(
        .usage, "The path of the checkpoint is empty.",
        advice: "Give the directory that 'dragoman train --checkpoint' wrote.")
    }
    let configuration = CheckpointFiles(directory: directory).configuration
    return switch problem {
    case .notACheckpoint:
      Explanation(
        .missingInput, "\(directory) is not a checkpoint: config.json is missing.",
        advice: "Give the directory that 'dragoman train --checkpoint' wrote.")
    case .newerFormat(let found, let supported):
      Explanation(
        .badData,
        "\(configuration): the format version is \(found); this version of Dragoman reads "
          + "formats up to \(supported).",
        advice: "Update Dragoman.")
    case .otherTask(let name, let wanted):
      Self.explanation(ofTask: name, wanted: wanted, directory: directory, configuration)
    case .malformedConfiguration(let key):
      Explanation(
        .badData,
        key.isEmpty
          ? "\(configuration) is not the configuration of a checkpoint."
          : "\(configuration): '\(key)' is missing or has the wrong type.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    case .impossibleConfiguration(let key, let found):
      Explanation(
        .badData, "\(configuration): '\(key)' is \(found), which is not a valid value.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    case .unknownLanguage(let key, let found):
      Explanation(
        .badData,
        "\(configuration): '\(key)' is '\(found)', which is not a language that ICU knows.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    case .vocabularySize(let path, let expected, let found):
      Explanation(
        .badData,
        "\(path) has \(counted(found, "line")), but config.json says \(grouped(expected)).",
        advice: "The file belongs to another model: copy the checkpoint again, or train it again.")
    case .nonFiniteWeights(let tensor):
      Explanation(
        .badData,
        "\(CheckpointFiles(directory: directory).model): tensor '\(tensor)' contains values that are "
          + "not finite.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    }
  }
}

extension CheckpointError {
  private static func explanation(
    ofTask name: String?, wanted: String?, directory: String, _ configuration: String
  ) -> Explanation {
    guard let task = TaskName(name) else {
      return Explanation(
        .badData,
        "\(configuration): this version of Dragoman does not know the task '\(name ?? "")'.",
        advice: "Update Dragoman.")
    }
    let other = TaskName(wanted).map { ", not a \($0.noun)" } ?? ""
    return Explanation(
      .badData, "\(directory) is a \(task.noun)\(other).", advice: "Use it with \(task.use).")
  }
}
