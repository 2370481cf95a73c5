// SPDX-License-Identifier: Apache-2.0

package import Inspection
package import Models

extension ActivationError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .noSuchLayer(let layers):
      ErrorText(
        .usage, "The model has \(counted(layers, "layer")).",
        advice: layers == 1 ? "Omit --layer." : "Give --layer a number from 1 to \(layers), or all."
      )
    case .noSuchUnit(let unit, let units):
      ErrorText(
        .usage, "There is no unit \(unit): a layer of the model has \(counted(units, "unit")).",
        advice: units == 1
          ? "Omit --units." : "Give --units numbers from 1 to \(units), or omit it.")
    case .noSuchPart(let name, let known):
      ErrorText(
        .usage, "The state of the model has no part '\(name)'.",
        advice:
          "Give --state \(known.count == 1 ? "" : "one or more of ")\(listed(known)), or 'all'.")
    }
  }
}

extension TokenLabelsError: Explainable {
  package var explanation: ErrorText {
    let place = line.map { "\(path), line \($0)" } ?? path
    return switch problem {
    case .invalidUTF8: ErrorText(.badData, "\(place): not valid UTF-8.")
    case .noLabel: ErrorText(.badData, "\(place): expected a token, a tab and a label.")
    case .otherCount(let labels, let tokens, let text):
      ErrorText(
        .badData,
        "\(place): this has \(counted(labels, "label")), but line \(text) of the text has "
          + "\(counted(tokens, "token")).",
        advice:
          "Run 'dragoman activations' without --labels to see the tokens, and give a label for "
          + "each, except for those that mark the start or the end of a text or a line.")
    case .tooFewLines(let text):
      ErrorText(.badData, "\(place) has no labels for line \(text) of the text.")
    case .tooManyLines:
      ErrorText(
        .badData, "\(place): this has labels, but the text has no more lines with tokens.")
    }
  }
}
