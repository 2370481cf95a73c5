// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Layers
import Messages

/// Options of recurrent layers, which every model with such layers has.
struct RecurrentLayerOptions: ParsableArguments {
  @Option(
    help: """
      Recurrent cell: lstm, gru, a simple (Elman) cell with the activation tanh, relu or sigmoid, or a formula \
      such as 'c = sigmoid(a1) * c + tanh(a2); h = tanh(c)', in which the digits are gate numbers: for gate 1, \
      x1 stands for W x + b_x, h1 for U h + b_h, and a1 for x1 + h1 (default: lstm).
      """)
  var cell: String?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Add each layer's input to its output, except in the first layer (default: --no-residual).
      """)
  var residual: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Apply layer normalization to the matrix products and cell states of each layer (default: \
      --no-layer-norm).
      """)
  var layerNorm: Bool?

  func validate() throws {
    guard let cell, RecurrentCell(rawValue: cell) == nil else { return }
    if let error = CellFormulaError(in: cell) {
      throw ValidationError("--cell\(error.words).")
    }
    let names = RecurrentCell.allCases.map(\.rawValue)
    throw ValidationError(
      "--cell is '\(cell)', but must be \(listed(names + ["a formula such as 'h = tanh(a1)'"], "or"))."
    )
  }
}
