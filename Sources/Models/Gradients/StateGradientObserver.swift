// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Takes the norms of the gradient with respect to the states of some layers, step by step, in the
/// backward pass over a batch of sequences. Use from one thread at a time.
package final class StateGradientObserver: BackwardObserver {
  private let lengths: PackedLengths
  private let longest: Int
  private let watched: [WatchedLayer]

  /// Observes the states up to `longest` steps before the last one of each sequence.
  package init(_ layers: [ObservedLayer], _ lengths: PackedLengths, upTo longest: Int) {
    (self.lengths, self.longest) = (lengths, longest)
    watched = layers.map { WatchedLayer($0, sequences: lengths.sentences) }
  }

  package func observe(
    _ layer: ParameterSlot, step: Int, dHidden: MatrixView, dCell: MatrixView, gates: MatrixView
  ) {
    guard let watched = watched.first(where: { $0.layer.recurrent.hiddenWeight == layer }) else {
      return
    }
    for row in 0..<dHidden.rows where lengths.lengths[row] - 1 - step <= longest {
      watched.add(row, dHidden.row(row), dCell.row(row), gates.row(row))
    }
  }

  /// What was observed of each layer.
  package var gradients: [LayerGradients] { watched.map(\.gradients) }
}

/// What was observed of a layer in a batch.
private final class WatchedLayer {
  let layer: ObservedLayer
  /// The values of each sequence at the distances from 0 on.
  private var hidden, cell, cellPath: [[Double]]
  /// The products of the forget gates of each sequence after the step, for each unit.
  private var products: [[Float]]
  private var gates: [GateSaturation]
  private let logisticGates: [(gate: GateSaturation.Gate, block: Int)]

  init(_ layer: ObservedLayer, sequences: Int) {
    self.layer = layer
    hidden = [[Double]](repeating: [], count: sequences)
    (cell, cellPath) = (hidden, hidden)
    let ones = [Float](repeating: 1, count: layer.recurrent.hiddenSize)
    products = [[Float]](repeating: ones, count: sequences)
    gates = LayerGradients(layer).gates
    logisticGates = layer.recurrent.cell.logisticGates
  }

  /// Adds a step of a sequence.
  func add(_ sequence: Int, _ dHidden: MatrixView, _ dCell: MatrixView, _ gates: MatrixView) {
    let (kernels, size) = (Kernels.best, layer.recurrent.hiddenSize)
    hidden[sequence].append(kernels.sumOfSquares(dHidden).squareRoot())
    if dCell.columns > 0 { cell[sequence].append(kernels.sumOfSquares(dCell).squareRoot()) }
    for (index, (gate, block)) in logisticGates.enumerated() {
      let values = gates.elements(block * size..<(block + 1) * size).elements
      self.gates[index].add(values)
      if gate == .forget { forget(values, sequence) }
    }
  }

  /// Continues the products of a sequence to the step before one with these forget gates.
  private func forget(_ gates: [Float], _ sequence: Int) {
    let sum = products[sequence].reduce(0) { $0 + Double($1) }
    cellPath[sequence].append(sum / Double(gates.count))
    for index in gates.indices { products[sequence][index] *= gates[index] }
  }

  var gradients: LayerGradients {
    var gradients = LayerGradients(layer)
    gradients.gates = gates
    for values in hidden { gradients.hidden.add(values) }
    for values in cell { gradients.cell.add(values) }
    for values in cellPath { gradients.cellPath.add(values) }
    return gradients
  }
}
