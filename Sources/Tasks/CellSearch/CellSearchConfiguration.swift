// SPDX-License-Identifier: Apache-2.0

package import Layers

/// The settings of a search for recurrent cells. They decide which cells are tried, and how each is
/// trained.
package struct CellSearchConfiguration: Codable, Equatable, Sendable {
  /// The maximum number of parameters of a model, from which its number of hidden units follows, so
  /// that no cell has an advantage by its gates.
  package var parameters = 3_000
  package var embeddingSize = 8
  /// The number of sequences in a batch, or of streams into which a text is folded.
  package var batchSize = 20
  /// The number of steps after which the gradient of a text goes back no further.
  package var window = 40
  package var learningRate: Float = 0.01
  /// The numbers of training steps.
  package var labellerSteps = 500
  package var classifierSteps = 500
  package var languageModelSteps = 500
  /// The number of latest candidates of which parents are drawn.
  package var population = 20
  /// The number of candidates of which the best becomes a parent.
  package var tournament = 5
  package var seed: UInt64 = 1

  package init() {}

  package var limits: CellFormulaLimits { CellFormulaLimits() }

  private enum CodingKeys: String, CodingKey {
    case parameters
    case embeddingSize = "embedding_size"
    case batchSize = "batch_size"
    case window
    case learningRate = "learning_rate"
    case labellerSteps = "labeller_steps"
    case classifierSteps = "classifier_steps"
    case languageModelSteps = "language_model_steps"
    case population, tournament, seed
  }
}

/// A cell that every search begins with.
package enum KnownCell: String, CaseIterable, Sendable {
  case lstm = "LSTM"
  case gru = "GRU"
  case elman = "Elman"

  package var formula: CellFormula {
    let text =
      switch self {
      case .lstm: "c = sigmoid(a1) * c + sigmoid(a2) * tanh(a3); h = sigmoid(a4) * tanh(c)"
      case .gru: "h = (1 - sigmoid(a1)) * tanh(x2 + sigmoid(a3) * h2) + sigmoid(a1) * h"
      case .elman: "h = tanh(a1)"
      }
    guard let formula = try? CellFormula(text) else { preconditionFailure("a valid formula") }
    return formula
  }

  /// Returns nil unless the formula is that of a known cell, but for the order of its parts.
  package init?(_ formula: CellFormula) {
    let identity = PlainCellFormula(formula).identity
    guard let cell = Self.allCases.first(where: { $0.identity == identity }) else { return nil }
    self = cell
  }

  private var identity: String { PlainCellFormula(formula).identity }
}
