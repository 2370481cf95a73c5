// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Messages

/// Checkpoints of different tasks that were given to one command.
struct MixedTasksError: Explainable {
  typealias Found = (directory: String, noun: String)

  let first, other: Found

  var explanation: ErrorText {
    ErrorText(
      .usage,
      "\(first.directory) is a \(first.noun), but \(other.directory) is a \(other.noun).",
      advice: "Give checkpoints of one task at a time.")
  }
}

/// A checkpoint that was given to the `train` command of another task, to resume it.
struct ResumedTaskError: Explainable, Equatable {
  let error: CheckpointError
  /// The checkpoint's own task.
  let task: TaskName

  /// Returns nil if `error` has another reason, or if no command trains the task.
  init?(_ error: CheckpointError) {
    guard case .otherTask(let name, _) = error.problem, let task = TaskName(name) else {
      return nil
    }
    (self.error, self.task) = (error, task)
  }

  var explanation: ErrorText {
    ErrorText(
      .usage, error.explanation.message,
      advice:
        "Resume it with 'dragoman train \(task.command) --resume', or give another --checkpoint.")
  }
}
