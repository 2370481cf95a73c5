// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Evaluation
import Inference
import Text

extension Evaluate {
  func validateExamples(_ given: GivenCheckpoints) throws {
    let flag =
      testSet.inUse.first { $0 != "--columns" } ?? (hypothesis.isEmpty ? nil : "--hypothesis")
    try given.refuse(flag, of: .translation, for: .classifier, instead: "give --examples")
    try given.refuse(
      scores.firstInUse ?? intervals.firstInUse ?? translation.firstOfSearchInUse,
      of: .translation, for: .classifier)
    try given.refuse(
      text != nil ? "--text" : resetState != nil ? "--reset-state" : nil, of: .languageModel,
      for: .classifier)
    if checkpoints.isEmpty {
      throw ValidationError("Give the checkpoint of a classifier to evaluate.")
    }
    if examples == nil { throw ValidationError("With a classifier, give --examples.") }
  }

  func runExamples() throws {
    guard let examples else { preconditionFailure("validate() requires --examples") }
    let console = Console()
    let set = try LabelledExamples(
      of: examples,
      columns: pairColumns(testSet.columns, command: "evaluate", of: ("text", "label")))
    set.report.lines("Test set", [examples]).dropFirst().forEach(console.note)
    let reports = try checkpoints.map { directory in
      let model = try ClassifierCheckpoint(directory: directory)
      let computation = translation.computation
      let classifier = try Classifier(
        model, threads: computation.threads.count,
        quantized: computation.options.precision == .int8)
      let found = classifier.classify(set.examples.map(\.text))
      return ClassificationReport(
        directory,
        ClassificationScores(
          found.map { $0?.label ?? "" }, references: set.examples.map(\.label),
          order: model.labels.names))
    }
    try StandardOutput.print(
      json ? reports.json : reports.map(\.text).joined(separator: "\n\n"))
  }
}
