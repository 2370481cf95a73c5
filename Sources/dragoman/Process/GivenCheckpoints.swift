// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Messages

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
