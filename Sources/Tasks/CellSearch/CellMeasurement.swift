// SPDX-License-Identifier: Apache-2.0

/// The tasks on which cells are compared, in the order in which they are trained.
package enum CellTask: CaseIterable, Sendable {
  case labeller, classifier, languageModel
}

/// The dev scores of one cell, each after a short training.
package struct CellMeasurement: Codable, Equatable, Sendable {
  /// The numbers of hidden units of the labeller, the classifier and the language model.
  package var hiddenSizes: [Int]
  /// The number of parameters of the three models together.
  package var parameters: Int
  /// The accuracies, as shares of 1; nil if training diverged, or if the cell was given up before.
  package var labellerAccuracy: Double?
  package var classifierAccuracy: Double?
  /// The mean loss of a token, in nats.
  package var languageModelLoss: Double?
  /// The mean over the tasks of the share of the way from guessing (0) to perfect (1).
  package var score = 0.0

  package init(hiddenSizes: [Int], parameters: Int) {
    (self.hiddenSizes, self.parameters) = (hiddenSizes, parameters)
  }

  private enum CodingKeys: String, CodingKey {
    case hiddenSizes = "hidden_sizes"
    case parameters
    case labellerAccuracy = "labeller_accuracy"
    case classifierAccuracy = "classifier_accuracy"
    case languageModelLoss = "language_model_loss"
    case score
  }
}

/// A cell that the search has tried: a line of `candidates.jsonl`.
package struct CellCandidate: Codable, Equatable, Sendable {
  /// The number of the candidate, from 1.
  package var candidate: Int
  package var formula: String
  /// The candidate that it is a mutation of; nil for a known or a random cell.
  package var parent: Int?
  package var measurement: CellMeasurement
  package var seconds: Double

  package init(
    candidate: Int, formula: String, parent: Int?, measurement: CellMeasurement, seconds: Double
  ) {
    (self.candidate, self.formula, self.parent) = (candidate, formula, parent)
    (self.measurement, self.seconds) = (measurement, seconds)
  }
}

/// A finalist, trained again from other initial weights: a line of `finals.jsonl`.
package struct CellRepetition: Codable, Equatable, Sendable {
  package var candidate: Int
  package var formula: String
  package var seed: UInt64
  package var measurement: CellMeasurement
  package var seconds: Double
}
