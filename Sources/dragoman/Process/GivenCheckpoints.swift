// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Inference

/// A task, as messages name it.
enum TaskName: CaseIterable {
  case translation, languageModel, classifier, labeller, generator

  /// Finds the task that `config.json` names; nil for a task of a newer version.
  init?(_ name: String?) {
    guard let task = Self.allCases.first(where: { $0.nameInFile == name }) else { return nil }
    self = task
  }

  /// The name in `config.json`; nil for the first task.
  var nameInFile: String? {
    switch self {
    case .translation: nil
    case .languageModel: LanguageModelSettings.task
    case .classifier: ClassifierSettings.task
    case .labeller: LabellerSettings.task
    case .generator: GeneratorSettings.task
    }
  }

  /// The name of the command that trains the task.
  var command: String { nameInFile ?? "translation" }

  /// The name of a trained model.
  var noun: String {
    switch self {
    case .translation: "translator"
    case .languageModel: "language model"
    case .classifier: "classifier"
    case .labeller: "labeller"
    case .generator: "generator"
    }
  }

  /// The flag that gives a test set of the task alone.
  var testSetFlag: String? {
    switch self {
    case .translation: nil
    case .languageModel: "--text"
    case .classifier: "--examples"
    case .labeller: "--tokens"
    case .generator: "--vectors"
    }
  }

  /// The flags that give a test set.
  var testSet: String {
    switch self {
    case .translation: "--source and --reference, or --pairs"
    case .languageModel: "--text"
    case .classifier: "--examples, or --vectors and --labels"
    case .labeller: "--tokens, or --vectors and --labels"
    case .generator: "--vectors and --reference"
    }
  }

  /// The commands that use a trained model.
  var use: String {
    switch self {
    case .translation: "'dragoman translate'"
    case .languageModel: "'dragoman sample' or 'dragoman complete'"
    case .classifier: "'dragoman classify'"
    case .labeller: "'dragoman label'"
    case .generator: "'dragoman generate'"
    }
  }
}

/// The tasks of the checkpoints that were given to a command for several tasks.
struct GivenCheckpoints {
  /// The first checkpoint of each task, among those that can be read.
  private let first: [TaskName: String]

  init(_ directories: [String]) {
    var first: [TaskName: String] = [:]
    for directory in directories {
      guard let task = Self.task(of: directory), first[task] == nil else { continue }
      first[task] = directory
    }
    self.first = first
  }

  private static func task(of directory: String) -> TaskName? {
    do {
      return try TaskName(CheckpointFiles(directory: directory).readTask())
    } catch {
      // Loading the checkpoint reports the error.
      return nil
    }
  }

  /// The task of all checkpoints; nil if there are several, or if no checkpoint can be read.
  var onlyTask: TaskName? { first.count == 1 ? first.first?.key : nil }
  var translator: String? { first[.translation] }
  var languageModel: String? { first[.languageModel] }

  /// Returns the task of the command. If no checkpoint can be read, the options decide: `chosen` is
  /// the task that they are for.
  func task(chosenByOptions chosen: TaskName?) -> TaskName {
    let found = TaskName.allCases.last { first[$0] != nil }
    return found ?? chosen ?? .translation
  }

  /// True if the command is for language models. If no checkpoint can be read, the options decide.
  func areLanguageModels(hasTextOptions: Bool) -> Bool {
    languageModel != nil || hasTextOptions && first.isEmpty
  }

  /// - Throws: `ValidationError` if `flag`, which only models of the task `other` have, is given for
  ///   a model of `task`.
  func refuse(
    _ flag: String?, of other: TaskName, for task: TaskName, instead advice: String? = nil
  ) throws {
    try refuse(flag, of: [other], for: task, instead: advice)
  }

  /// The same for a flag of several tasks.
  func refuse(
    _ flag: String?, of others: [TaskName], for task: TaskName, instead advice: String? = nil
  ) throws {
    guard let flag else { return }
    let subject =
      first[task].map { "\($0) is a \(task.noun)" }
      ?? task.testSetFlag.map { "\($0) is for \(task.noun)s" }
      ?? "there is no \(listed(others.map(\.noun), "or"))"
    let owners = listed(others.map { $0.noun + "s" })
    throw ValidationError(
      "\(flag) is for \(owners), but \(subject): \(advice ?? "omit \(flag)").")
  }

  /// - Throws: `ValidationError` if `flag`, which only translators have, is given for a language
  ///   model.
  func refuseForText(_ flag: String?, instead advice: String? = nil) throws {
    try refuse(flag, of: .translation, for: .languageModel, instead: advice)
  }

  /// - Throws: `ValidationError` if `flag`, which only language models have, is given for a
  ///   translator.
  func refuseForTranslation(_ flag: String?, instead advice: String? = nil) throws {
    try refuse(flag, of: .languageModel, for: .translation, instead: advice)
  }

  /// - Throws: `MixedTasksError` if there are checkpoints of several tasks.
  func requireOneTask() throws(MixedTasksError) {
    let found = TaskName.allCases.compactMap { task in
      first[task].map { (directory: $0, noun: task.noun) }
    }
    if found.count > 1 { throw MixedTasksError(first: found[0], other: found[1]) }
  }
}
