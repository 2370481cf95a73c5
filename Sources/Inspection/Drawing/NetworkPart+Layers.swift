// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models

/// The parts that several models have.
extension NetworkPart {
  /// `size` is the symbol of the number of tokens.
  static func embedding(
    _ embedding: Embedding, _ layout: ParameterLayout, title: String = "Embedding",
    size: String = "V"
  ) -> NetworkPart {
    NetworkPart(
      title: title, style: .embedding, extent: .eachStep,
      parameters: [layout.parameter(embedding.weight, "[\(size), E]")], output: "[B, E]")
  }

  /// `input` is the symbol of the length of the first layer's input; `side` is the part of the model
  /// that the layers belong to, if it has several.
  static func layers<Layer: StackedLayer>(
    of stack: RecurrentStack<Layer>, side: String? = nil, input: String = "E", isResidual: Bool,
    _ layout: ParameterLayout
  ) -> [NetworkPart] {
    stack.layers.enumerated().map { index, layer in
      let isBidirectional = layer.directions.count == 2
      let cell = layer.directions[0].cell
      let states = cell.hasCellState ? "h, c" : "h"
      return NetworkPart(
        title: (side.map { $0 + " " } ?? "") + "\(cell.title) layer \(index + 1)",
        style: .recurrent,
        extent: .recurrent(
          isBidirectional: isBidirectional, state: "\(states) [B, H\(isBidirectional ? "/2" : "")]"),
        notes: cell.statements + (isResidual && index > 0 ? ["adds its input"] : []),
        parameters: layer.directions.flatMap {
          $0.parameters(input: index == 0 ? input : "H", isHalf: isBidirectional, layout)
        }, output: "[B, H]")
    }
  }

  /// `size` is the symbol of the number of outputs.
  static func softmax(
    _ output: SoftmaxOutput, size: String = "V", input: String = "H", isTied: Bool = false,
    extent: Extent = .eachStep, _ layout: ParameterLayout
  ) -> NetworkPart {
    let weight = isTied ? [] : [layout.parameter(output.weight, "W [\(size), \(input)]")]
    return NetworkPart(
      title: "Softmax", style: .output, extent: extent,
      notes: isTied ? ["W = embedding [\(size), E]"] : [],
      parameters: weight + [layout.parameter(output.bias, "b [\(size)]")], output: "[B, \(size)]")
  }
}

extension RecurrentCell {
  /// The statements of a formula.
  fileprivate var statements: [String] {
    guard case .formula(let formula) = self else { return [] }
    return formula.description.split(separator: "; ").map(String.init)
  }

  /// The name of the cell in drawings.
  var title: String {
    switch self {
    case .lstm: "LSTM"
    case .gru: "GRU"
    case .tanh, .relu, .sigmoid: "Elman"
    case .formula: "Formula"
    }
  }
}

extension RecurrentLayer {
  /// `isHalf` if the layer is one of two directions, which has half of the state.
  fileprivate func parameters(
    input: String, isHalf: Bool, _ layout: ParameterLayout
  ) -> [NetworkPart.Parameter] {
    let half = isHalf ? "H/2" : "H"
    let gates = cell.gates == 1 ? half : isHalf ? Self.halves(cell.gates) : "\(cell.gates)H"
    var parameters = [
      layout.parameter(inputWeight, "W_ih [\(gates), \(input)]"),
      layout.parameter(hiddenWeight, "W_hh [\(gates), \(half)]"),
      layout.parameter(bias, hiddenBias == nil ? "b [\(gates)]" : "b_ih [\(gates)]"),
    ]
    if let hiddenBias { parameters.append(layout.parameter(hiddenBias, "b_hh [\(gates)]")) }
    for norm in norms?.layers ?? [] {
      let size = layout.entries[norm.gain.index].shape[0] == hiddenSize ? half : gates
      parameters.append(layout.parameter(norm.gain, "norm [\(size)]"))
    }
    return parameters
  }

  private static func halves(_ gates: Int) -> String {
    gates % 2 == 0 ? "\(gates / 2)H" : "\(gates)H/2"
  }
}
