// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Inspection
import Messages

/// The facts about a checkpoint of any task.
struct DescribedCheckpoint {
  let task: TaskName
  /// The facts, as rows of a name and a value.
  let facts: [(name: String, value: String)]
  /// The best dev scores; nil if there are none.
  let bestScores: String?
  let text: String
  let json: () throws -> String
  let drawing: () -> ModelDrawing

  /// - Throws: The errors of the checkpoint.
  init(directory: String) throws {
    switch try TaskName(CheckpointFiles(directory: directory).readTask()) {
    case .languageModel:
      let described = try LanguageModelDescription(directory: directory)
      self.init(.languageModel, described.description, described.drawing)
    case .classifier:
      let described = try LabelModelDescription(classifier: directory)
      self.init(.classifier, described.description, described.drawing)
    case .labeller:
      let described = try LabelModelDescription(labeller: directory)
      self.init(.labeller, described.description, described.drawing)
    case .generator:
      let described = try GeneratorDescription(directory: directory)
      self.init(.generator, described.description, described.drawing)
    // Reading a checkpoint of an unknown task reports it.
    case .translation, nil:
      let described = try TranslatorDescription(directory: directory)
      self.init(.translation, described.description, described.drawing)
    }
  }

  private init(
    _ task: TaskName, _ description: CheckpointDescription<some TrainingRecord>,
    _ drawing: @escaping @autoclosure () -> ModelDrawing
  ) {
    self.task = task
    (facts, bestScores) = (description.facts, description.bestScores)
    text = description.text
    json = { try description.json }
    self.drawing = drawing
  }
}
