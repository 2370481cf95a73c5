// SPDX-License-Identifier: Apache-2.0

package import Compute

/// The cell of a recurrent layer. The names and the order of the gates are those of `torch.nn`.
public enum RecurrentCell: Hashable, Sendable {
  /// Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000;
  /// gates i, f, g, o.
  case lstm
  /// Cho et al. 2014; gates r, z, n.
  case gru
  /// Elman 1990: h = tanh(W·x + U·h + b).
  case tanh
  /// The same as `tanh`, with max(0, x) in place of tanh.
  case relu
  /// The same as `tanh`, with the logistic function in place of tanh.
  case sigmoid
  case formula(CellFormula)
}

extension RecurrentCell: CaseIterable {
  /// The cells that have names.
  public static let allCases: [RecurrentCell] = [.lstm, .gru, .tanh, .relu, .sigmoid]
}

extension RecurrentCell: RawRepresentable, Codable {
  /// The name of the cell, or its formula.
  public var rawValue: String {
    switch self {
    case .lstm: "lstm"
    case .gru: "gru"
    case .tanh: "tanh"
    case .relu: "relu"
    case .sigmoid: "sigmoid"
    case .formula(let formula): formula.description
    }
  }

  /// Returns nil for text that is neither the name of a cell nor a formula.
  public init?(rawValue: String) {
    if let cell = Self.allCases.first(where: { $0.rawValue == rawValue }) {
      self = cell
    } else if let formula = try? CellFormula(rawValue) {
      self = .formula(formula)
    } else {
      return nil
    }
  }
}

extension RecurrentCell {
  /// The number of gates: the width of the products in multiples of H.
  package var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .tanh, .relu, .sigmoid: 1
    case .formula(let formula): formula.program.gates
    }
  }

  /// The names of the gates, in their order; empty for a cell without gates, and for a formula.
  package var gateNames: [String] {
    switch self {
    case .lstm: ["input", "forget", "candidate", "output"]
    case .gru: ["reset", "update", "candidate"]
    case .tanh, .relu, .sigmoid, .formula: []
    }
  }

  /// True if the cell has a cell state besides the hidden state.
  package var hasCellState: Bool {
    switch self {
    case .lstm: true
    case .gru, .tanh, .relu, .sigmoid: false
    case .formula(let formula): formula.program.hasCellState
    }
  }

  /// True if the products with the input and with the hidden state are not simply added, so that
  /// each has a bias of its own.
  var hasSeparateProducts: Bool {
    switch self {
    case .gru: true
    case .lstm, .tanh, .relu, .sigmoid: false
    case .formula(let formula): formula.program.hasSeparateProducts
    }
  }

  /// True if the hidden state may enter the next one without passing through products.
  var mayKeepHiddenState: Bool {
    switch self {
    case .gru, .formula: true
    case .lstm, .tanh, .relu, .sigmoid: false
    }
  }

  /// True if gates decide how much of the cell state is kept.
  package var hasForgetGates: Bool { !keepingGates.isEmpty }

  /// The gates, from 0, that decide how much of the cell state is kept.
  var keepingGates: Set<Int> {
    switch self {
    case .lstm: [1]
    case .gru, .tanh, .relu, .sigmoid: []
    case .formula(let formula): formula.keepingGates
    }
  }

  /// True if layer normalization applies to the cell state too.
  var normalizesCellState: Bool {
    switch self {
    case .lstm: true
    case .gru, .tanh, .relu, .sigmoid, .formula: false
    }
  }
}

/// The state of a recurrent layer between steps, with a row for each sentence: `[B, H]` both. If
/// the cell has no cell state, `cell` is `[B, 0]`.
package struct RecurrentState: Sendable {
  package let hidden: MatrixView
  package let cell: MatrixView

  package init(hidden: MatrixView, cell: MatrixView) {
    self.hidden = hidden
    self.cell = cell
  }

  /// Returns the rows of `range`, as a view.
  package func rows(_ range: Range<Int>) -> RecurrentState {
    RecurrentState(hidden: hidden.rows(range), cell: cell.rows(range))
  }

  /// Scales down each row whose Euclidean norm, of the hidden and the cell state together, is greater
  /// than `limit`.
  func clipRows(to limit: Float, _ kernels: Kernels) {
    for row in 0..<hidden.rows {
      let (hidden, cell) = (hidden.row(row), cell.row(row))
      let norm = (kernels.sumOfSquares(hidden) + kernels.sumOfSquares(cell)).squareRoot()
      guard norm > Double(limit) else { continue }
      let scale = Float(Double(limit) / norm)
      hidden.scale(by: scale)
      cell.scale(by: scale)
    }
  }

  /// Copies the rows `indices`, in that order.
  package func gathering(_ indices: [Int32], _ pass: Pass) -> RecurrentState {
    gathering(indices, pass.arena)
  }

  package func gathering(_ indices: [Int32], _ arena: Arena) -> RecurrentState {
    RecurrentState(
      hidden: hidden.gathering(indices, arena), cell: cell.gathering(indices, arena))
  }
}
