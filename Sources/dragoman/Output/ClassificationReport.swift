// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Text

/// The scores of a classifier on a test set, as text or JSON.
struct ClassificationReport {
  private let name: String
  private let scores: ClassificationScores

  init(_ name: String, _ scores: ClassificationScores) {
    (self.name, self.scores) = (name, scores)
  }

  /// The accuracy, the scores of each label, and the confusion matrix.
  var text: String {
    let summary =
      "\(name): accuracy \(percent(scores.accuracy)) (\(grouped(scores.correct)) of "
      + "\(grouped(scores.total))), macro F1 \(percent(scores.macroF1))"
    return [summary, labelTable, confusionTable].joined(separator: "\n\n")
  }

  private var labelTable: String {
    var table = Table([
      ("label", .left), ("examples", .right), ("precision", .right), ("recall", .right),
      ("F1", .right),
    ])
    for label in scores.byLabel {
      table.add(
        [label.label, grouped(label.support)]
          + [label.precision, label.recall, label.f1].map(percent))
    }
    return table.text
  }

  /// Rows are true labels, columns predicted ones, which have the numbers of the rows.
  private var confusionTable: String {
    let columns = scores.labels.indices.map { ("\($0 + 1)", Table.Alignment.right) }
    var table = Table([("", .right), ("true \\ predicted", .left)] + columns)
    for (row, label) in scores.labels.enumerated() {
      table.add(
        ["\(row + 1)", label] + scores.counts[row].map { $0 == 0 ? "·" : grouped($0) })
    }
    return table.text
  }

  fileprivate var facts: Facts { Facts(name, scores) }

  fileprivate struct Facts: Encodable {
    let checkpoint: String
    let accuracy, macroF1: Double
    let examples: Int
    let labels: [Label]
    let confusion: [[Int]]

    init(_ name: String, _ scores: ClassificationScores) {
      checkpoint = name
      (accuracy, macroF1) = (scores.accuracy, scores.macroF1)
      examples = scores.total
      labels = scores.byLabel.map(Label.init)
      confusion = scores.counts
    }
  }

  fileprivate struct Label: Encodable {
    let label: String
    let precision, recall, f1: Double
    let examples: Int

    init(_ scores: ClassificationScores.Label) {
      label = scores.label
      (precision, recall, f1) = (scores.precision, scores.recall, scores.f1)
      examples = scores.support
    }
  }
}

extension [ClassificationReport] {
  /// One object for each classifier.
  var json: String {
    get throws { try map { try dragoman.json($0.facts, pretty: true) }.joined(separator: "\n") }
  }
}
