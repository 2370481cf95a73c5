// SPDX-License-Identifier: Apache-2.0

import Decoding

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
        .missingInput, "\(directory) is no checkpoint: it holds no config.json.",
        advice: "Give the directory that 'dragoman train --checkpoint' wrote.")
    case .newerFormat(let found, let supported):
      Explanation(
        .badData,
        "\(configuration): the format is version \(found); this Dragoman reads up to \(supported).",
        advice: "Update Dragoman.")
    case .malformedConfiguration(let key):
      Explanation(
        .badData,
        key.isEmpty
          ? "\(configuration) is not the JSON of a checkpoint."
          : "\(configuration): '\(key)' is missing or not of the kind expected.",
        advice: "The file is damaged: copy the checkpoint again, or train anew.")
    case .impossibleConfiguration(let key, let found):
      Explanation(
        .badData, "\(configuration): '\(key)' is \(found), which no model can have.",
        advice: "The file is damaged: copy the checkpoint again, or train anew.")
    case .unknownLanguage(let key, let found):
      Explanation(
        .badData, "\(configuration): '\(key)' is '\(found)', a language that ICU does not know.",
        advice: "The file is damaged: copy the checkpoint again, or train anew.")
    case .vocabularySize(let path, let expected, let found):
      Explanation(
        .badData,
        "\(path) has \(counted(found, "line")); config.json says \(grouped(expected)).",
        advice: "The file belongs to another model: copy the checkpoint again, or train anew.")
    case .nonFiniteWeights(let tensor):
      Explanation(
        .badData,
        "\(CheckpointFiles(directory: directory).model): tensor '\(tensor)' holds values that are "
          + "not finite numbers.",
        advice: "The file is damaged: copy the checkpoint again, or train anew.")
    }
  }
}
