// SPDX-License-Identifier: Apache-2.0

package import Layers
package import Text

/// A recurrent network of one layer whose weights are given by hand: a state
/// s ← f(W_ss · s + W_sx · x + b_s), where x is the one-hot vector of a symbol, and an output
/// softmax(W_o · s + b_o) (Elman, "Finding structure in time", 1990).
package struct Machine: Sendable {
  /// The kind of output.
  package enum Task: String, CaseIterable, Sendable {
    /// The next symbol of the text.
    case languageModel = "language-model"
    /// A label of the text.
    case classifier
    /// A label of each symbol.
    case labeller
  }

  package var task: Task
  package var cell: MachineCell
  /// The units that the symbols are.
  package var unit: TextUnit
  /// The symbols of the text, and before them the one that stands for its beginning, if it has a
  /// name. D in number.
  package var inputs: MachineNames
  /// The symbol that stands for the beginning of the text; nil if it is read as zeros.
  package var start: String?
  /// H in number.
  package var states: MachineNames
  /// The labels, or the symbols of the text and after them the one that stands for its end, if it
  /// has a name. O in number.
  package var outputs: MachineNames
  /// The symbol that stands for the end of the text; nil if texts do not end.
  package var end: String?

  /// For each gate of the cell, `[H, H]`.
  package var stateWeights: [WeightTable]
  /// For each gate of the cell, `[H, D]`.
  package var inputWeights: [WeightTable]
  /// For each gate of the cell, `[H]`.
  package var biases: [[Float]]
  /// `[O, H]`
  package var outputWeights: WeightTable
  /// `[O]`
  package var outputBias: [Float]
  /// The state before the first symbol, `[H]`.
  package var initialState: [Float]
  /// The cell state before the first symbol, `[H]`.
  package var initialCellState: [Float]

  /// Creates a machine whose weights are all zero. `symbols` are the symbols of the text.
  package init(
    _ task: Task, _ cell: MachineCell, unit: TextUnit, symbols: [String], start: String?,
    end: String?, states: MachineNames, labels: [String]
  ) {
    (self.task, self.cell, self.unit, self.states) = (task, cell, unit, states)
    (self.start, self.end) = (start, end)
    inputs = MachineNames(
      [MachineNames.Group(name: Self.allInputs, values: (start.map { [$0] } ?? []) + symbols)],
      areShort: true)
    outputs = MachineNames(
      task == .languageModel ? symbols + (end.map { [$0] } ?? []) : labels)
    let gates = cell.gateNames.count
    stateWeights = Array(
      repeating: WeightTable(rows: states.count, columns: states.count), count: gates)
    inputWeights = Array(
      repeating: WeightTable(rows: states.count, columns: inputs.count), count: gates)
    biases = Array(repeating: Array(repeating: 0, count: states.count), count: gates)
    outputWeights = WeightTable(rows: outputs.count, columns: states.count)
    outputBias = Array(repeating: 0, count: outputs.count)
    initialState = Array(repeating: 0, count: states.count)
    initialCellState = initialState
  }

  /// The name for all inputs together, in the rows and columns of matrices.
  package static let allInputs = "input"

  /// The symbols of the text.
  package var symbols: [String] { start == nil ? inputs.names : Array(inputs.names.dropFirst()) }
}

/// The cell of a machine.
package enum MachineCell: Equatable, Sendable {
  case recurrent(RecurrentCell)
  /// f(z) = z, as two units of a `relu` cell: max(0, z) − max(0, −z).
  case linear
  /// f(z) = 1 if z > 0, otherwise 0, as two units of a `relu` cell: max(0, z) − max(0, z − 1). It is
  /// exact for whole numbers z.
  case step

  private static let others: [(name: String, cell: MachineCell)] = [
    ("linear", .linear), ("step", .step),
  ]

  /// The names of all cells.
  package static let names = RecurrentCell.allCases.map(\.rawValue) + others.map(\.name)

  package init?(name: String) {
    if let cell = RecurrentCell.allCases.first(where: { $0.rawValue == name }) {
      self = .recurrent(cell)
    } else if let other = Self.others.first(where: { $0.name == name }) {
      self = other.cell
    } else {
      return nil
    }
  }

  /// The cell of the network.
  package var ofNetwork: RecurrentCell {
    if case .recurrent(let cell) = self { return cell }
    return .relu
  }

  /// The names of the gates, in the order of `RecurrentCell`; a single empty name for a cell without
  /// gates.
  package var gateNames: [String] {
    switch ofNetwork {
    case .lstm: ["input_gate", "forget_gate", "candidate", "output_gate"]
    case .gru: ["reset_gate", "update_gate", "candidate"]
    default: [""]
    }
  }

  package var hasGates: Bool { gateNames.count > 1 }
}

/// A matrix in a machine, row by row.
package struct WeightTable: Equatable, Sendable {
  package let rows, columns: Int
  package var values: [Float]

  package init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    values = Array(repeating: 0, count: rows * columns)
  }

  package subscript(row: Int, column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }
}
