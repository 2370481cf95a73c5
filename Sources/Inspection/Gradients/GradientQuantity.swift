// SPDX-License-Identifier: Apache-2.0

import Models

/// A number of a network's gradients as a name in `metrics.jsonl`: `gradient_1_hidden_10` is the norm
/// of the gradient with respect to the hidden state of layer 1, 10 steps back; `sigma_1` is the largest
/// singular value of the layer's recurrent matrix. Other names, such as `closed_1_forget` and
/// `open_1_forget`, the shares of almost closed and almost open gates, have no plot.
package struct GradientQuantity: Comparable {
  package let key: String
  private let layer: String
  private let state: String
  /// The number of steps back; 0 for a singular value.
  private let distance: Int

  /// Returns nil for a name without a plot.
  init?(_ key: String) {
    let parts = key.split(separator: "_").map(String.init)
    self.key = key
    switch parts.first {
    case "gradient":
      guard parts.count == 4, let distance = Int(parts[3]) else { return nil }
      (layer, state, self.distance) = (parts[1], parts[2], distance)
    case "sigma":
      guard parts.count == 2 else { return nil }
      (layer, state, distance) = (parts[1], "", 0)
    default: return nil
    }
  }

  private var layerNumber: Int { Int(layer.prefix(while: \.isNumber)) ?? 0 }

  var isNorm: Bool { distance > 0 }

  /// The title of the plot; nil if the distance has none.
  var title: String? {
    let name = layer.replacing("backward", with: " backward")
    if !isNorm { return "Largest singular value, layer \(name)" }
    guard [10, 100].contains(distance) else { return nil }
    return "Gradient \(distance) steps back, layer \(name), \(state) state"
  }

  /// By layer; norms first, hidden states before cell states.
  package static func < (a: GradientQuantity, b: GradientQuantity) -> Bool {
    (a.layerNumber, a.layer, a.isNorm ? 0 : 1, a.state == "hidden" ? 0 : 1, a.distance)
      < (b.layerNumber, b.layer, b.isNorm ? 0 : 1, b.state == "hidden" ? 0 : 1, b.distance)
  }
}

extension NetworkGradients {
  /// The numbers by name, at a few distances.
  package var values: [String: Double] {
    var values: [String: Double] = [:]
    for (layer, spectrum) in zip(layers, spectra) {
      let name = "\(layer.layer.number)" + (layer.layer.readsBackward ? "backward" : "")
      for (state, means) in layer.states {
        for distance in GradientPage.distances where distance <= means.longest {
          values["gradient_\(name)_\(state)_\(distance)"] = means.mean(at: distance)
        }
      }
      for gate in layer.gates {
        values["closed_\(name)_\(gate.gate.rawValue)"] = gate.closedShare
        values["open_\(name)_\(gate.gate.rawValue)"] = gate.openShare
      }
      values["sigma_\(name)"] = spectrum.whole
    }
    return values
  }
}
