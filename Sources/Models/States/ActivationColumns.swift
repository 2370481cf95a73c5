// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers

/// One number of a network's state at each step: a unit of a layer's hidden state, of its cell state,
/// or of a gate.
public struct ActivationColumn: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    case hidden, cell
    /// The number of the gate, from 0, in the order of the cell.
    case gate(Int)
  }

  /// The layer and the unit in it, from 1. Of a layer that reads in both directions, the second half
  /// of the units reads backward.
  public let layer, unit: Int
  public let part: Part
  /// The name of the part: `hidden`, `cell`, or that of the gate.
  public let partName: String
}

/// The choice of columns.
public struct ActivationChoice: Sendable, Equatable {
  public var layers = LayerChoice.last
  /// Names of parts: `hidden`, `cell`, gates of the cell, `gates` for all of these, or `all`.
  public var parts = ["hidden"]
  /// Units, from 1; nil for all.
  public var units: [Int]?

  public init() {}
}

/// The reason that a network has no such columns.
public enum ActivationError: Error, Equatable, Sendable {
  case noSuchLayer(layers: Int)
  case noSuchUnit(Int, units: Int)
  /// `known` are the names of the parts that the network has.
  case noSuchPart(String, known: [String])
}

extension StateReader {
  /// The parts of a layer's state and their names, in the order of the columns.
  private var parts: [(part: ActivationColumn.Part, name: String)] {
    [(.hidden, "hidden")] + (cell.hasCellState ? [(.cell, "cell")] : [])
      + cell.gateNames.enumerated().map { (.gate($0), $1) }
  }

  /// Returns the columns of a choice: layer by layer, part by part, unit by unit.
  package func columns(_ choice: ActivationChoice) throws(ActivationError) -> [ActivationColumn] {
    guard let layers = choice.layers.layers(of: layerCount) else {
      throw .noSuchLayer(layers: layerCount)
    }
    let parts = try self.parts(choice.parts)
    let units = choice.units ?? Array(1...stateSize)
    if let unit = units.first(where: { !(1...stateSize ~= $0) }) {
      throw .noSuchUnit(unit, units: stateSize)
    }
    return layers.flatMap { layer in
      parts.flatMap { part in
        units.map { ActivationColumn(layer: layer, unit: $0, part: part.part, partName: part.name) }
      }
    }
  }

  private func parts(
    _ names: [String]
  ) throws(ActivationError) -> [(part: ActivationColumn.Part, name: String)] {
    let known = parts
    var chosen: Set<String> = []
    for name in names {
      switch name {
      case "all": chosen.formUnion(known.map(\.name))
      case "gates" where !cell.gateNames.isEmpty: chosen.formUnion(cell.gateNames)
      case _ where known.contains { $0.name == name }: chosen.insert(name)
      default: throw .noSuchPart(name, known: known.map(\.name))
      }
    }
    return known.filter { chosen.contains($0.name) }
  }
}

// MARK: - Values

extension StateReader {
  /// Returns the values of the columns after each step of each sequence, step by step:
  /// `[steps, columns]`.
  package func activations(
    of sequences: [SequenceExample], _ columns: [ActivationColumn], _ pass: Pass
  ) -> [[Float]] {
    let order = longestFirst(sequences.map(\.length))
    var values = order.map { place in
      var values: [Float] = []
      values.reserveCapacity(sequences[place].length * columns.count)
      return values
    }
    forEachPart(of: order.map { sequences[$0] }, pass) { states, lengths in
      for (sequence, length) in lengths.lengths.enumerated() {
        for step in 0..<length {
          let row = lengths.row(sentence: sequence, step: step)
          states.append(row: row, columns, units: stateSize, to: &values[sequence])
        }
      }
    }
    return inverse(of: order).map { values[Int($0)] }
  }
}

extension SequenceStates {
  /// Appends the values of the columns in a row. A layer has `units` units.
  package func append(
    row: Int, _ columns: [ActivationColumn], units: Int, to values: inout [Float]
  ) {
    for column in columns {
      let (layer, unit) = (column.layer - 1, column.unit - 1)
      switch column.part {
      case .hidden: values.append(steps[layer].hidden[row, unit])
      case .cell: values.append(steps[layer].cell[row, unit])
      case .gate(let gate): values.append(gates[layer][row, gate * units + unit])
      }
    }
  }
}
