// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Layers

/// Options of recurrent layers, which every model with such layers has.
struct RecurrentLayerOptions: ParsableArguments {
  @Option(
    help: """
      Recurrent cell: lstm, gru, or a simple (Elman) cell with the activation tanh, relu \
      or sigmoid (default: lstm).
      """)
  var cell: RecurrentCell?

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
}

extension RecurrentCell: ExpressibleByArgument {}
