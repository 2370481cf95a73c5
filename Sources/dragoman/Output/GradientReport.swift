// SPDX-License-Identifier: Apache-2.0

import Inspection
import Layers
import Messages
import Models
import Text

/// The gradients of networks as tables.
struct GradientReport {
  private let networks: [NamedGradients]
  private let sweep: SigmaSweep?

  init(_ networks: [NamedGradients], _ sweep: SigmaSweep?) {
    (self.networks, self.sweep) = (networks, sweep)
  }

  var text: String {
    let ofNetworks = [
      ("Norm of the gradient with respect to the state, by the number of steps back:", norms),
      (
        "Gates almost closed (below 0.1) and almost open (above 0.9), and the largest singular value σ "
          + "of the recurrent weights:", gates
      ),
    ]
    let ofSweep = sweep.map {
      (
        "Elman networks with a given σ: norm of the gradient, by the number of steps back:",
        sigmas($0)
      )
    }
    let tables = (networks.isEmpty ? [] : ofNetworks) + (ofSweep.map { [$0] } ?? [])
    return tables.map { "\($0)\n\n\($1)" }.joined(separator: "\n\n")
  }

  private func sigmas(_ sweep: SigmaSweep) -> String {
    let distances = GradientPage.distances.filter { $0 <= SigmaSweep.steps }
    var table = Table([("σ", .right), ("network", .left)] + distances.map { ("\($0)", .right) })
    for series in sweep.series {
      for (name, means) in series.networks {
        table.add(
          [significant(series.sigma, digits: 6), name]
            + distances.map { significant(means.mean(at: $0), digits: 3) })
      }
    }
    return table.text
  }

  private var norms: String {
    let longest = networks.map(\.gradients.longest).max() ?? 0
    let distances = GradientPage.distances.filter { $0 <= longest }
    var table = Table(
      [("network", .left), ("layer", .left), ("state", .left)]
        + distances.map { ("\($0)", .right) })
    for network in networks {
      for layer in network.gradients.layers {
        for (state, means) in layer.states {
          table.add(
            [network.title, layer.title, state]
              + distances.map {
                $0 <= means.longest ? significant(means.mean(at: $0), digits: 3) : ""
              })
        }
      }
    }
    return table.text
  }

  private var gates: String {
    var table = Table([
      ("network", .left), ("layer", .left), ("gate", .left), ("below 0.1", .right),
      ("above 0.9", .right), ("σ", .right),
    ])
    for network in networks {
      for (layer, block, gate, sigma) in network.blocks {
        table.add([
          network.title, layer, block, gate.map { percent($0.closedShare) } ?? "",
          gate.map { percent($0.openShare) } ?? "", decimal(sigma, places: 3),
        ])
      }
    }
    return table.text
  }
}
