// SPDX-License-Identifier: Apache-2.0

package import Layers

/// A recurrent layer whose states are observed.
package struct ObservedLayer: Sendable {
  /// From 1.
  package let number: Int
  /// True for the direction that reads from the end of the sequence.
  package let readsBackward: Bool
  package let recurrent: RecurrentLayer
}

/// The gradient of a loss with respect to the states of a layer, and how far its gates are open.
package struct LayerGradients: Sendable {
  package let layer: ObservedLayer
  /// The norm of the gradient with respect to the hidden state.
  package var hidden = DistanceMeans()
  /// The norm of the gradient with respect to the cell state; without distances if there is none.
  package var cell = DistanceMeans()
  /// The derivative of a unit's last cell state in an LSTM by its own earlier one along the cell state
  /// alone, which is the product of the forget gates between; the mean over the units.
  package var cellPath = DistanceMeans()
  /// The saturation of the gates that are logistic functions.
  package var gates: [GateSaturation]

  package init(_ layer: ObservedLayer) {
    self.layer = layer
    gates = layer.recurrent.cell.logisticGates.map { GateSaturation(gate: $0.gate) }
  }

  package mutating func add(_ other: LayerGradients) {
    hidden.add(other.hidden)
    cell.add(other.cell)
    cellPath.add(other.cellPath)
    for index in gates.indices { gates[index].add(other.gates[index]) }
  }
}

/// The shares of steps and units at which a gate is almost closed or almost open (Karpathy, Johnson and
/// Fei-Fei, "Visualizing and understanding recurrent networks", 2015).
package struct GateSaturation: Sendable, Equatable {
  package enum Gate: String, Sendable {
    case input, forget, output
    case reset, update
  }

  package let gate: Gate
  /// The numbers of values below `low`, above `high`, and of all.
  private var closed = 0
  private var open = 0
  private var count = 0
  /// The smallest and the largest value; infinite without values.
  package private(set) var least = Float.infinity
  package private(set) var most = -Float.infinity

  package static let (low, high): (Float, Float) = (0.1, 0.9)

  init(gate: Gate) { self.gate = gate }

  package var closedShare: Double { Double(closed) / Double(count) }
  package var openShare: Double { Double(open) / Double(count) }

  mutating func add(_ values: [Float]) {
    count += values.count
    for value in values {
      if value < Self.low { closed += 1 }
      if value > Self.high { open += 1 }
      least = min(least, value)
      most = max(most, value)
    }
  }

  mutating func add(_ other: GateSaturation) {
    closed += other.closed
    open += other.open
    count += other.count
    least = min(least, other.least)
    most = max(most, other.most)
  }
}

extension RecurrentCell {
  /// The gates that are logistic functions, with their places among the blocks of the products.
  var logisticGates: [(gate: GateSaturation.Gate, block: Int)] {
    switch self {
    case .lstm: [(.input, 0), (.forget, 1), (.output, 3)]
    case .gru: [(.reset, 0), (.update, 1)]
    case .tanh, .relu, .sigmoid, .formula: []
    }
  }
}
