// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Inspection
import Messages
import Text

/// The scores of a classifier or a labeller on a test set, as text or JSON.
struct ClassificationReport {
  private let name: String
  private let scores: ClassificationScores
  /// The scores of entities, if the labels mark them.
  private let entities: EntityScores?

  /// The maximum number of labels for which the text has a confusion matrix.
  private static let mostLabels = 40

  init(_ name: String, _ scores: ClassificationScores, _ entities: EntityScores? = nil) {
    (self.name, self.scores, self.entities) = (name, scores, entities)
  }

  /// The accuracy, the scores of entities and of each label, and the confusion matrix.
  var text: String {
    let matrix = hasMatrix ? confusionTable : nil
    return [summary, entities.map(entityTable), labelTable, matrix].compactMap(\.self)
      .joined(separator: "\n\n")
  }

  var labelCount: Int { scores.labels.count }
  /// True if the text has a confusion matrix.
  var hasMatrix: Bool { labelCount <= Self.mostLabels }

  /// The matrix as a plot.
  var confusionMatrix: ConfusionMatrix {
    ConfusionMatrix(title: summary, labels: scores.labels, counts: scores.counts)
  }

  private var summary: String {
    "\(name): accuracy \(percent(scores.accuracy)) (\(grouped(scores.correct)) of "
      + "\(grouped(scores.total))), macro F1 \(percent(scores.macroF1))"
      + (entities.map { ", entity F1 \(percent($0.total.f1))" } ?? "")
  }

  private func entityTable(_ entities: EntityScores) -> String {
    var table = Table([
      ("entity", .left), ("entities", .right), ("precision", .right), ("recall", .right),
      ("F1", .right),
    ])
    for (type, counts) in entities.byType + [("all", entities.total)] {
      table.add(
        [type, grouped(counts.reference)]
          + [counts.precision, counts.recall, counts.f1].map(percent))
    }
    return table.text
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

  fileprivate var facts: Facts { Facts(name, scores, entities) }

  fileprivate struct Facts: Encodable {
    let checkpoint: String
    let accuracy, macroF1: Double
    let examples: Int
    let labels: [Label]
    let confusion: [[Int]]
    /// Nil if the labels do not mark entities.
    let entityF1: Double?
    let entities: [Entity]?

    init(_ name: String, _ scores: ClassificationScores, _ entities: EntityScores?) {
      checkpoint = name
      (accuracy, macroF1) = (scores.accuracy, scores.macroF1)
      examples = scores.total
      labels = scores.byLabel.map(Label.init)
      confusion = scores.counts
      entityF1 = entities?.total.f1
      self.entities = entities?.byType.map(Entity.init)
    }
  }

  fileprivate struct Entity: Encodable {
    let type: String
    let precision, recall, f1: Double
    let entities: Int

    init(_ type: String, _ counts: EntityScores.Counts) {
      self.type = type
      (precision, recall, f1) = (counts.precision, counts.recall, counts.f1)
      entities = counts.reference
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
