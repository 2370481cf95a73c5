// SPDX-License-Identifier: Apache-2.0

package import Inspection
package import Lectures

extension OccupiedFileError: Explainable {
  package var explanation: ErrorText {
    ErrorText(
      .cannotCreate, "\(path) exists and holds other data.",
      advice: "Give another directory with --output, or --overwrite to replace the file.")
  }
}

extension LectureResultsError: Explainable {
  package var explanation: ErrorText {
    let place = path + (line.map { ", line \($0)" } ?? "")
    let advice = "'dragoman lecture report --help' shows the form of each line."
    return switch problem {
    case .unknownKind(let kind):
      ErrorText(
        .badData, "\(place): '\(excerpt(kind))' is not a kind of line.", advice: advice)
    case .wrongCells(let form):
      ErrorText(.badData, "\(place): the line does not have the form \(form).", advice: advice)
    case .notANumber(let text):
      ErrorText(.badData, "\(place): '\(excerpt(text))' is not a number.")
    case .noPlot(let title):
      ErrorText(
        .badData, "\(place): there is no plot '\(excerpt(title))' above this line.",
        advice: "Describe it first, in a line that begins with 'plot'.")
    case .noTitle:
      ErrorText(
        .badData, "\(place): there is no line with the title.",
        advice: "Begin the file with 'title', a tab and the name of the experiment.")
    }
  }
}
