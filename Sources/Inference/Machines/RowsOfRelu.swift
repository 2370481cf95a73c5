// SPDX-License-Identifier: Apache-2.0

/// The weights of a machine as the network has them. Each state of a machine with a linear or step
/// cell is the difference a − b of two units of a `relu` cell; first come all a, then all b.
struct RowsOfRelu {
  /// The size of the network's state.
  let hiddenSize: Int
  /// `[GH, H]`, `[GH, D]` and `[GH]`, row by row.
  let stateWeights, inputWeights, biases: [Float]
  private let machine: Machine
  private let isDoubled: Bool

  init(_ machine: Machine) {
    self.machine = machine
    let size = machine.states.count
    guard let second = machine.cell.secondUnit else {
      (hiddenSize, isDoubled) = (size, false)
      stateWeights = machine.stateWeights.flatMap(\.values)
      inputWeights = machine.inputWeights.flatMap(\.values)
      biases = machine.biases.flatMap(\.self)
      return
    }
    (hiddenSize, isDoubled) = (2 * size, true)
    let (states, inputs) = (machine.stateWeights[0], machine.inputWeights[0])
    let rows = (0..<size).map { Array(states.values[$0 * size..<($0 + 1) * size]) }
    let doubled = rows.map { row in row + row.map { -$0 } }
    stateWeights = (doubled + doubled.map { row in row.map { second.factor * $0 } }).flatMap(\.self)
    inputWeights = inputs.values + inputs.values.map { second.factor * $0 }
    biases = machine.biases[0] + machine.biases[0].map { second.factor * $0 + second.addend }
  }

  /// Returns a row of the output weights.
  func outputRow(_ row: Int) -> [Float] {
    let weights = (0..<machine.states.count).map { machine.outputWeights[row, $0] }
    return isDoubled ? weights + weights.map { -$0 } : weights
  }

  /// Returns a state of the machine as one of the network.
  func padded(_ state: [Float]) -> [Float] { isDoubled ? state + state.map { _ in 0 } : state }
}

extension MachineCell {
  /// The argument of the second unit of a state, from that of the first.
  fileprivate var secondUnit: (factor: Float, addend: Float)? {
    switch self {
    case .recurrent: nil
    case .linear: (-1, 0)
    case .step: (1, -1)
    }
  }
}

extension Machine {
  /// Returns the machine's states in a state of the network.
  package func states(in hidden: [Float]) -> [Float] {
    let size = states.count
    return hidden.count == size
      ? hidden : (0..<size).map { hidden[$0] - hidden[size + $0] }
  }
}
