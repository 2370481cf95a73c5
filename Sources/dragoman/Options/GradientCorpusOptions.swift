// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Messages

/// A corpus on which the gradients of a model are measured, for each task.
struct GradientCorpusOptions: ParsableArguments {
  @Option(help: ArgumentHelp("For language models: a text.", valueName: "file"))
  var text: String?

  @OptionGroup var labelled: LabelledFileOptions

  @Option(
    help: ArgumentHelp(
      """
      For classifiers and labellers of vectors: the sequences; give their labels with --labels. \(VectorOptions.form)
      """, valueName: "file"))
  var vectors: String?

  @Option(
    help: ArgumentHelp(VectorOptions.lengthsHelp, valueName: "n|file"))
  var lengths: String?

  @Option(
    help: ArgumentHelp(
      """
      Labels of the vectors, in the same order: text with one per line, or a .npy array of integers; a \
      classifier needs one for each sequence, a labeller one for each vector.
      """, valueName: "file"))
  var labels: String?

  @OptionGroup var pairs: TestSetOptions

  /// - Throws: `ValidationError` unless the corpus is one of `task`, and one only.
  func check(_ task: TaskName, _ given: GivenCheckpoints) throws {
    for (flag, owners) in flags where !owners.contains(task) {
      try given.refuse(flag, of: owners, for: task, instead: "give \(task.testSet)")
    }
    let hasVectors = vectors != nil && labels != nil
    let isComplete =
      switch task {
      case .translation: pairs.isPairs || pairs.isTwoFiles
      case .languageModel: text != nil
      case .classifier:
        (labelled.examples != nil) != hasVectors && (vectors != nil) == (labels != nil)
      case .labeller: (labelled.tokens != nil) != hasVectors && (vectors != nil) == (labels != nil)
      case .generator: true
      }
    if !isComplete { throw ValidationError("With a \(task.noun), give \(task.testSet).") }
    if lengths != nil && !hasVectors { throw ValidationError("--lengths needs --vectors.") }
    if pairs.columns != nil && (hasVectors || task == .languageModel) {
      throw ValidationError(
        "--columns does not apply to \(hasVectors ? "--vectors" : "--text"): omit one of them.")
    }
  }

  /// The flag of the first option that is given.
  var firstInUse: String? { (flags.map(\.flag) + pairs.inUse).first }

  /// The flags in use, with the tasks that they are for.
  private var flags: [(flag: String, tasks: [TaskName])] {
    pairs.inUse.filter { $0 != "--columns" }.map { ($0, [.translation]) }
      + [
        (text == nil ? nil : "--text", [.languageModel]),
        (labelled.examples == nil ? nil : "--examples", [.classifier]),
        (labelled.tokens == nil ? nil : "--tokens", [.labeller]),
        (vectors == nil ? nil : "--vectors", [.classifier, .labeller]),
        (lengths == nil ? nil : "--lengths", [.classifier, .labeller]),
        (labels == nil ? nil : "--labels", [.classifier, .labeller]),
      ].compactMap { flag, tasks in flag.map { ($0, tasks) } }
  }

  /// The file that messages name.
  var path: String {
    text ?? labelled.examples ?? labelled.tokens ?? labels ?? pairs.pairs ?? pairs.source ?? ""
  }

  /// Returns the vectors and labels; nil if the corpus is text.
  func labelledVectors(
    _ content: LabelledTextReport.Content, command: String
  ) throws -> LabelledVectors? {
    guard let vectors, let labels else { return nil }
    return try LabelledVectors(
      LabelledVectorFiles(
        vectors: vectors, lengths: sequenceLengths(lengths, command: command), labels: labels),
      content)
  }
}
