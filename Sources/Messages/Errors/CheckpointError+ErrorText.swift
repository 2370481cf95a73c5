// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
import Text

extension CheckpointError: Explainable {
  package var explanation: ErrorText {
    if directory.isEmpty {
      return ErrorText(
        .usage, "The path of the checkpoint is empty.",
        advice: "Give the directory that 'dragoman train --checkpoint' wrote.")
    }
    let configuration = CheckpointFiles(directory: directory).configuration
    return switch problem {
    case .notACheckpoint:
      ErrorText(
        .missingInput, "\(directory) is not a checkpoint: config.json is missing.",
        advice: "Give the directory that 'dragoman train --checkpoint' wrote.")
    case .newerFormat(let found, let supported):
      ErrorText(
        .badData,
        "\(configuration): the format version is \(found); this version of Dragoman reads "
          + "formats up to \(supported).",
        advice: "Update Dragoman.")
    case .otherTask(let name, let wanted):
      Self.explanation(ofTask: name, wanted: wanted, directory: directory, configuration)
    case .malformedConfiguration(let key):
      ErrorText(
        .badData,
        key.isEmpty
          ? "\(configuration) is not the configuration of a checkpoint."
          : "\(configuration): '\(key)' is missing or has the wrong type.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    case .impossibleConfiguration(let key, let found):
      ErrorText(
        .badData, "\(configuration): '\(key)' is \(found), which is not a valid value.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    case .unknownLanguage(let key, let found):
      ErrorText(
        .badData,
        "\(configuration): '\(key)' is '\(found)', which is not a language that ICU knows.",
        advice: "The file is damaged: copy the checkpoint again, or train it again.")
    case .vocabularySize(let path, let expected, let found):
      ErrorText(
        .badData,
        "\(path) has \(counted(found, "line")), but config.json says \(grouped(expected)).",
        advice: "The file belongs to another model: copy the checkpoint again, or train it again.")
    case .nonFiniteWeights(let tensor):
      ErrorText(
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
  ) -> ErrorText {
    guard let task = TaskName(name) else {
      return ErrorText(
        .badData,
        "\(configuration): this version of Dragoman does not know the task '\(name ?? "")'.",
        advice: "Update Dragoman.")
    }
    let other = TaskName(wanted).map { ", not a \($0.noun)" } ?? ""
    return ErrorText(
      .badData, "\(directory) is a \(task.noun)\(other).", advice: "Use it with \(task.use).")
  }
}
