// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Evaluation
import Inference
import Text

extension Evaluate {
  func runExamples() throws {
    guard let examples else { preconditionFailure("validate() requires --examples") }
    let set = try LabelledExamples(
      of: examples,
      columns: pairColumns(testSet.columns, command: "evaluate", of: ("text", "label")))
    note(set.report)
    try print(
      checkpoints.map { directory in
        let model = try ClassifierCheckpoint(directory: directory)
        let classifier = try Classifier(
          model, threads: translation.computation.threads.count, quantized: isQuantized)
        let found = classifier.classify(set.examples.map(\.text))
        return ClassificationReport(
          directory,
          ClassificationScores(
            found.map { $0?.label ?? "" }, references: set.examples.map(\.label),
            order: model.labels.names))
      })
  }

  func runTokens() throws {
    guard let tokens else { preconditionFailure("validate() requires --tokens") }
    let set = try LabelledTokens(
      [tokens], columns: tokenColumns(testSet.columns, command: "evaluate"))
    note(set.report)
    let sequences = (0..<set.count).map { number in
      set.tokens(ofSequence: number).map { set.tokens[Int($0)] }
    }
    let references = (0..<set.count).map { number in
      set.labels(ofSequence: number).map { set.labels[Int($0)] }
    }
    try print(
      checkpoints.map { directory in
        let model = try LabellerCheckpoint(directory: directory)
        let labeller = try Labeller(
          model, threads: translation.computation.threads.count, quantized: isQuantized)
        let found = labeller.label(sequences).map { $0.map(\.label) }
        return ClassificationReport(
          directory,
          ClassificationScores(
            Array(found.joined()), references: Array(references.joined()),
            order: model.labels.names),
          EntityScores.areEntities(model.labels.names)
            ? EntityScores(found, references: references) : nil)
      })
  }

  private var isQuantized: Bool { translation.computation.options.precision == .int8 }

  /// Notes what was left out of the test set.
  private func note(_ report: LabelledTextReport) {
    report.lines("", []).dropFirst().forEach(Console().note)
  }

  private func print(_ reports: [ClassificationReport]) throws {
    try StandardOutput.print(
      json ? reports.json : reports.map(\.text).joined(separator: "\n\n"))
  }
}
