// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inference

/// Checkpoints of different tasks that were given to one command.
struct MixedTasksError: Explainable, Equatable {
  let translator: String
  let languageModel: String

  var explanation: Explanation {
    Explanation(
      .usage, "\(translator) is a translator, but \(languageModel) is a language model.",
      advice: "Give checkpoints of one task at a time.")
  }
}

/// A checkpoint that was given to the `train` command of another task, to resume it.
struct ResumedTaskError: Explainable, Equatable {
  let directory: String
  /// The checkpoint's own task; nil for translation.
  let task: String?

  /// Returns nil if `error` has another reason, or if no command trains the task.
  init?(_ error: CheckpointError) {
    guard case .otherTask(let task) = error.problem,
      [nil, LanguageModelSettings.task].contains(task)
    else { return nil }
    (directory, self.task) = (error.directory, task)
  }

  var explanation: Explanation {
    let error = CheckpointError(directory: directory, problem: .otherTask(task))
    return Explanation(
      .usage, error.explanation.message,
      advice:
        "Resume it with 'dragoman train \(task ?? "translation")', or give another --checkpoint."
    )
  }
}
