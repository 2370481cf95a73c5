// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checkpoints
import Inference

/// The tasks of the checkpoints that were given to a command for several tasks.
struct GivenCheckpoints {
  /// The first translator and the first language model; nil if there is none that can be read.
  let translator: String?
  let languageModel: String?

  init(_ directories: [String]) {
    func first(_ task: String?) -> String? {
      directories.first { directory in
        do {
          return try CheckpointFiles(directory: directory).readTask() == task
        } catch {
          // Loading the checkpoint reports the error.
          return false
        }
      }
    }
    translator = first(nil)
    languageModel = first(LanguageModelSettings.task)
  }

  /// True if the command is for language models. If no checkpoint can be read, the options decide.
  func areLanguageModels(hasTextOptions: Bool) -> Bool {
    languageModel != nil || hasTextOptions && translator == nil
  }

  /// - Throws: `ValidationError` if `flag`, which only translators have, is given for a language
  ///   model.
  func refuseForText(_ flag: String?, instead advice: String? = nil) throws {
    guard let flag else { return }
    let subject =
      languageModel.map { "\($0) is a language model" } ?? "--text is for language models"
    throw ValidationError(
      "\(flag) is for translators, but \(subject): \(advice ?? "omit \(flag)").")
  }

  /// - Throws: `ValidationError` if `flag`, which only language models have, is given for a
  ///   translator.
  func refuseForTranslation(_ flag: String?, instead advice: String? = nil) throws {
    guard let flag else { return }
    let subject = translator.map { "\($0) is a translator" } ?? "there is no language model"
    throw ValidationError(
      "\(flag) is for language models, but \(subject): \(advice ?? "omit \(flag)").")
  }

  /// - Throws: `MixedTasksError` if there are checkpoints of both tasks.
  func requireOneTask() throws(MixedTasksError) {
    guard let translator, let languageModel else { return }
    throw MixedTasksError(translator: translator, languageModel: languageModel)
  }
}
