// SPDX-License-Identifier: Apache-2.0

import Inference

/// A task, as messages name it.
package enum TaskName: CaseIterable, Sendable {
  case translation, languageModel, classifier, labeller, generator

  /// Finds the task that `config.json` names; nil for a task of a newer version.
  package init?(_ name: String?) {
    guard let task = Self.allCases.first(where: { $0.nameInFile == name }) else { return nil }
    self = task
  }

  /// The name in `config.json`; nil for the first task.
  package var nameInFile: String? {
    switch self {
    case .translation: nil
    case .languageModel: LanguageModelSettings.task
    case .classifier: ClassifierSettings.task
    case .labeller: LabellerSettings.task
    case .generator: GeneratorSettings.task
    }
  }

  /// The name of a trained model.
  package var noun: String {
    switch self {
    case .translation: "translator"
    case .languageModel: "language model"
    case .classifier: "classifier"
    case .labeller: "labeller"
    case .generator: "generator"
    }
  }

  /// The commands that use a trained model.
  package var use: String {
    switch self {
    case .translation: "'dragoman translate'"
    case .languageModel: "'dragoman sample' or 'dragoman complete'"
    case .classifier: "'dragoman classify'"
    case .labeller: "'dragoman label'"
    case .generator: "'dragoman generate'"
    }
  }
}
