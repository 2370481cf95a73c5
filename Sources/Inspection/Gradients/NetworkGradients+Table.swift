// SPDX-License-Identifier: Apache-2.0

import Layers
package import Models
import Text

/// The gradients of a network with its name.
package struct NamedGradients: Sendable {
  package let name: String
  package let gradients: NetworkGradients
  /// True if the forget gates were held at 1.
  package let holdsForgetGates: Bool

  package init(name: String, _ gradients: NetworkGradients, holdsForgetGates: Bool = false) {
    (self.name, self.gradients, self.holdsForgetGates) = (name, gradients, holdsForgetGates)
  }

  /// The name that tells networks apart.
  package var title: String { holdsForgetGates ? "\(name), forget gates held at 1" : name }

  /// The gates and other blocks of recurrent weights of all layers. The name of a block is empty if it
  /// is the only one; `sigma` is the largest singular value of its weights.
  package var blocks: [(layer: String, name: String, gate: GateSaturation?, sigma: Double)] {
    zip(gradients.layers, gradients.spectra).flatMap { layer, spectrum in
      spectrum.named(layer.layer.recurrent.cell).map { block, sigma in
        (
          layer.title, spectrum.blocks.count == 1 ? "" : block,
          layer.gates.first { $0.gate.rawValue == block }, sigma
        )
      }
    }
  }

  /// Returns all numbers as tab-separated text, one on each line.
  package static func table(_ networks: [NamedGradients], _ sweep: SigmaSweep? = nil) -> String {
    let head = "network\tlayer\tdirection\tquantity\tpart\tdistance\tsequences\tvalue\n"
    return networks.reduce(head) { $0 + $1.rows } + (sweep?.rows ?? "")
  }

  private var rows: String {
    var text = ""
    for (layer, spectrum) in zip(gradients.layers, gradients.spectra) {
      let direction = layer.layer.readsBackward ? "backward" : "forward"
      let start = "\(tableCell(title))\t\(layer.layer.number)\t\(direction)"
      func add(
        _ quantity: String, _ part: String, _ means: DistanceMeans, _ value: (Int) -> Double?
      ) {
        for distance in 1..<max(1, means.longest + 1) {
          text += "\(start)\t\(quantity)\t\(part)\t\(distance)\t\(means.count(at: distance))"
          text += "\t\(value(distance).map { "\($0)" } ?? "")\n"
        }
      }
      for (part, means) in layer.states {
        add("gradient_norm", part, means, means.mean)
        add("gradient_ratio", part, means, means.ratio)
      }
      add("cell_path", "cell", layer.cellPath, layer.cellPath.mean)
      for gate in layer.gates {
        text += "\(start)\tbelow_0.1\t\(gate.gate.rawValue)\t\t\t\(gate.closedShare)\n"
        text += "\(start)\tabove_0.9\t\(gate.gate.rawValue)\t\t\t\(gate.openShare)\n"
      }
      for (block, sigma) in spectrum.named(layer.layer.recurrent.cell) {
        text += "\(start)\tsigma\t\(block)\t\t\t\(sigma)\n"
      }
    }
    return text
  }
}

extension SigmaSweep {
  fileprivate var rows: String {
    var text = ""
    for series in series {
      for (part, means) in series.networks {
        for distance in 1...means.longest {
          text += "sigma \(series.sigma)\t1\tforward\tgradient_norm\t\(part)\t\(distance)"
          text += "\t\(means.count(at: distance))\t\(means.mean(at: distance))\n"
        }
      }
    }
    return text
  }
}

extension SigmaSweep.Series {
  /// The two networks by name.
  package var networks: [(name: String, means: DistanceMeans)] {
    [("resting", resting), ("driven", driven)]
  }
}

extension LayerGradients {
  /// The gradients by the kind of state. A cell without a cell state has none of it.
  package var states: [(name: String, means: DistanceMeans)] {
    [("hidden", hidden), ("cell", cell)].filter { $0.1.longest > 0 }
  }

  /// The number of the layer, and its direction unless it reads forward.
  package var title: String { "\(layer.number)" + (layer.readsBackward ? " backward" : "") }
}
