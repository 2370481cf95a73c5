// SPDX-License-Identifier: Apache-2.0

import Messages

extension TaskName {
  /// The name of the command that trains the task.
  var command: String { nameInFile ?? "translation" }

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
}
