// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Evaluation
import Inference
import Inspection
import Messages
import Text

extension Evaluate {
  /// - Throws: `ValidationError` unless a test set of texts or tokens, or one of vectors, is given.
  func validateLabels(of task: TaskName) throws {
    let hasText = (task == .classifier ? labelled.examples : labelled.tokens) != nil
    let hasVectors = vectors != nil && labels != nil
    guard hasText != hasVectors, hasVectors || (vectors == nil && labels == nil) else {
      throw ValidationError("With a \(task.noun), give \(task.testSet).")
    }
    if lengths != nil && !hasVectors { throw ValidationError("--lengths needs --vectors.") }
    if testSet.columns != nil && hasVectors {
      throw ValidationError("--columns does not apply to --vectors: omit one of them.")
    }
  }

  func runExamples() throws {
    let test = try labelledVectors(.sequences)
    let set = try labelled.examples.map {
      try LabelledExamples(
        of: $0, columns: pairColumns(testSet.columns, command: "evaluate", of: ("text", "label")))
    }
    if let set { note(set.report) }
    try print(
      checkpoints.map { directory in
        let model = try ClassifierCheckpoint(directory: directory)
        try check(test, for: directory, size: model.vectorSize, reading: "text")
        let classifier = try Classifier(
          model, threads: translation.computation.threads.count, quantized: isQuantized)
        let found =
          test.map { classifier.classify($0.vectors).map(\.label) }
          ?? classifier.classify(set?.examples.map(\.text) ?? []).map { $0?.label ?? "" }
        let references =
          test.map { Array($0.references.joined()) } ?? set?.examples.map(\.label) ?? []
        try requireKnown(references, model.labels, directory)
        return ClassificationReport(
          directory,
          ClassificationScores(found, references: references, order: model.labels.names))
      })
  }

  func runTokens() throws {
    let test = try labelledVectors(.vectors)
    let set = try labelled.tokens.map {
      try LabelledTokens([$0], columns: tokenColumns(testSet.columns, command: "evaluate"))
    }
    if let set { note(set.report) }
    let references = test?.references ?? set?.references ?? []
    try print(
      checkpoints.map { directory in
        let model = try LabellerCheckpoint(directory: directory)
        try check(test, for: directory, size: model.vectorSize, reading: "tokens")
        let labeller = try Labeller(
          model, threads: translation.computation.threads.count, quantized: isQuantized)
        try requireKnown(Array(references.joined()), model.labels, directory)
        let labels = test.map { labeller.label($0.vectors) } ?? labeller.label(set?.sequences ?? [])
        let found = labels.map { $0.map(\.label) }
        return ClassificationReport(
          directory,
          ClassificationScores(
            Array(found.joined()), references: Array(references.joined()),
            order: model.labels.names),
          EntityScores.areEntities(model.labels.names)
            ? EntityScores(found, references: references) : nil)
      })
  }

  /// Returns the test set of vectors; nil if it is of text.
  private func labelledVectors(
    _ content: LabelledTextReport.Content
  ) throws -> LabelledVectors? {
    guard let vectors, let labels else { return nil }
    return try LabelledVectors(
      LabelledVectorFiles(
        vectors: vectors, lengths: sequenceLengths(lengths, command: "evaluate"),
        labels: labels), content)
  }

  /// - Throws: `UsageError` or `VectorError` unless the model reads what the test set has.
  private func check(
    _ test: LabelledVectors?, for directory: String, size: Int, reading input: String
  ) throws {
    try requireInput(
      ofVectors: test != nil, for: directory, size: size, reading: input,
      "--vectors and --labels", command: "evaluate")
    if let test, test.vectors.size != size {
      throw VectorError(
        path: vectors ?? "", problem: .wrongSize(expected: size, found: test.vectors.size))
    }
  }

  /// - Throws: `ForeignLabelsError` if the model has none of the labels.
  private func requireKnown(
    _ references: [String], _ labels: LabelSet, _ directory: String
  ) throws(ForeignLabelsError) {
    guard let first = references.first,
      references.allSatisfy({ labels.id(of: $0) == nil })
    else { return }
    throw ForeignLabelsError(
      path: self.labels ?? labelled.examples ?? labelled.tokens ?? "", directory: directory,
      label: first,
      known: labels.names)
  }

  private var isQuantized: Bool { translation.computation.options.precision == .int8 }

  /// Notes what was left out of the test set.
  private func note(_ report: LabelledTextReport) {
    report.lines("", []).dropFirst().forEach(Console().note)
  }

  private func print(_ reports: [ClassificationReport]) throws {
    try StandardOutput.print(
      json ? reports.json : reports.map(\.text).joined(separator: "\n\n"))
    if !json && plot == nil, let report = reports.first(where: { !$0.hasMatrix }) {
      Console().note(
        "The matrix of \(report.labelCount) labels is left out: --plot draws it, and --json prints it."
      )
    }
    guard let plot else { return }
    try makeRoom(forFile: plot)
    try ConfusionPage(matrices: reports.map(\.confusionMatrix)).write(to: plot)
    Console().note("Wrote the plot to \(plot).")
  }
}

/// A test set of labels that a model does not have.
struct ForeignLabelsError: Explainable, Equatable {
  let path, directory, label: String
  let known: [String]

  var explanation: ErrorText {
    let shown = known.prefix(8).map { "'\($0)'" } + (known.count > 8 ? ["others"] : [])
    return ErrorText(
      .badData,
      "\(directory) has none of the labels in \(path), such as '\(excerpt(label))': its labels are "
        + "\(listed(shown)).",
      advice:
        "Give labels of the kind that the model was trained on, for example by choosing another column with --columns."
    )
  }
}

extension LabelledVectors {
  /// The labels of each sequence.
  fileprivate var references: [[String]] {
    (0..<count).map { number in labels(ofSequence: number).map { labels[Int($0)] } }
  }
}

extension LabelledTokens {
  fileprivate var sequences: [[String]] {
    (0..<count).map { number in tokens(ofSequence: number).map { tokens[Int($0)] } }
  }

  /// The labels of each sequence.
  fileprivate var references: [[String]] {
    (0..<count).map { number in labels(ofSequence: number).map { labels[Int($0)] } }
  }
}
