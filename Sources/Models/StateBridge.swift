// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// Computes the initial state of each layer as tanh(W · v + b). The hidden states and, if the cell
/// has them, the cell states have weights of their own.
struct StateBridge: Sendable {
  private let layers: [(hidden: TanhLinear, cell: TanhLinear?)]

  init(
    _ layout: inout ParameterLayout, name: String, inputSize: Int,
    _ configuration: StackConfiguration
  ) {
    var made: [(hidden: TanhLinear, cell: TanhLinear?)] = []
    for layer in 0..<configuration.layers {
      func bridge(_ part: String) -> TanhLinear {
        TanhLinear(
          &layout, name: "\(name).\(part)_l\(layer)", inputSize: inputSize,
          outputSize: configuration.hiddenSize)
      }
      made.append((bridge("hidden"), configuration.cell.hasCellState ? bridge("cell") : nil))
    }
    layers = made
  }

  var matrices: [ParameterSlot] {
    layers.flatMap { [$0.hidden.weight] + ($0.cell.map { [$0.weight] } ?? []) }
  }

  struct Saved {
    /// The initial state of each layer, `[B, H]`.
    let states: [RecurrentState]
    fileprivate let layers: [(hidden: TanhLinear.Saved, cell: TanhLinear.Saved?)]
  }

  /// Computes the states of each layer from `inputs`, the vectors `[B, D]` for its hidden states and
  /// for its cell states.
  func forward(_ inputs: [RecurrentState], _ pass: Pass) -> Saved {
    let saved = zip(layers, inputs).map { layer, input in
      (
        hidden: layer.hidden.forward(input.hidden, pass),
        cell: layer.cell?.forward(input.cell, pass)
      )
    }
    let states = saved.map { saved in
      RecurrentState(
        hidden: saved.hidden.output,
        cell: saved.cell?.output ?? pass.arena.zeros(rows: saved.hidden.output.rows, columns: 0))
    }
    return Saved(states: states, layers: saved)
  }

  /// Adds gradient terms, and returns the gradient of the inputs. `dStates` is overwritten.
  func backward(_ dStates: [RecurrentState], _ saved: Saved, _ pass: Pass) -> [RecurrentState] {
    zip(zip(layers, saved.layers), dStates).map { layer, dState in
      let (layer, saved) = layer
      var dCell = dState.cell
      if let cell = layer.cell, let saved = saved.cell {
        dCell = cell.backward(dState.cell, saved, pass)
        cell.addGradients(dState.cell, saved, pass)
      }
      let dHidden = layer.hidden.backward(dState.hidden, saved.hidden, pass)
      layer.hidden.addGradients(dState.hidden, saved.hidden, pass)
      return RecurrentState(hidden: dHidden, cell: dCell)
    }
  }
}
