// SPDX-License-Identifier: Apache-2.0

import Inspection
import Lectures

extension OccupiedFileError: Explainable {
  var explanation: Explanation {
    Explanation(
      .cannotCreate, "\(path) exists and holds other data.",
      advice: "Give another directory with --output, or --overwrite to replace the file.")
  }
}

extension LectureResultsError: Explainable {
  var explanation: Explanation {
    let place = path + (line.map { ", line \($0)" } ?? "")
    let advice = "'dragoman lecture report --help' shows the form of each line."
    return switch problem {
    case .unknownKind(let kind):
      Explanation(
        .badData, "\(place): '\(excerpt(kind))' is not a kind of line.", advice: advice)
    case .wrongCells(let form):
      Explanation(.badData, "\(place): the line does not have the form \(form).", advice: advice)
    case .notANumber(let text):
      Explanation(.badData, "\(place): '\(excerpt(text))' is not a number.")
    case .noPlot(let title):
      Explanation(
        .badData, "\(place): there is no plot '\(excerpt(title))' above this line.",
        advice: "Describe it first, in a line that begins with 'plot'.")
    case .noTitle:
      Explanation(
        .badData, "\(place): there is no line with the title.",
        advice: "Begin the file with 'title', a tab and the name of the experiment.")
    }
  }
}
