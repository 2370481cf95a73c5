// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Files
import Inspection

/// The training curves in a report.
enum ReportCurves {
  /// Returns the curves; nil for a model that was not trained in steps.
  static func section(_ directory: String) throws -> ArticlePage.Section? {
    guard let history = try TrainingHistory(ifWritten: directory) else { return nil }
    let log = history.log(name: directory)
    var section = ArticlePage.Section("Training")
    section.paragraphs = ["Hover over a curve to see its values."]
    section.figures = TrainingCurves([log], scores: TrainingCurves.Score.known).figures
    section.numbers = ("training.tsv", TrainingLog.table([log]))
    return section
  }
}
