// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inspection
import Messages
import Text

extension DescribedCheckpoint {
  /// The model, its training and its best scores.
  func section(_ directory: String) throws -> ArticlePage.Section {
    var rows = facts.map { [$0.name, $0.value] }
    if let bestScores { rows.append(["best dev scores", bestScores]) }
    let runs = try RunRecord.records(of: CheckpointFiles(directory: directory))
    for run in runs {
      rows.append(["command", run.command.map(quotedForShell).joined(separator: " ")])
    }
    if let last = runs.last {
      let seconds = runs.reduce(0) { $0 + $1.seconds }
      rows += [
        ["time spent on training steps", duration(seconds)],
        ["peak memory", size(bytes: runs.map(\.peakMemoryBytes).max() ?? 0)],
        ["program", "dragoman \(last.version)"],
      ]
    }
    var section = ArticlePage.Section("The model")
    let texts = PageTexts(title: "Facts", rows: rows)
    section.figures = [.texts(texts)]
    section.numbers = ("facts.tsv", texts.table)
    return section
  }
}
