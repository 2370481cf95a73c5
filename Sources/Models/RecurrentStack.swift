// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// A layer of a stack: a `RecurrentLayer`, or a `DirectedLayer`, which may read in two directions.
package protocol StackedLayer: Sendable {
  associatedtype Saved

  var hiddenSize: Int { get }
  /// The layers that hold the parameters, one for each direction.
  var directions: [RecurrentLayer] { get }

  func zeroState(rows: Int, _ pass: Pass) -> RecurrentState
  func forward(
    _ input: LayerInput, _ lengths: PackedLengths, initial: RecurrentState?, _ pass: Pass
  ) -> Saved
  /// `[N, H]`
  func output(_ saved: Saved) -> MatrixView
  func finalState(_ saved: Saved, _ lengths: PackedLengths, _ pass: Pass) -> RecurrentState
  func backward(
    _ dOutput: MatrixView, _ dState: RecurrentState, _ saved: Saved, _ lengths: PackedLengths,
    _ pass: Pass
  ) -> MatrixView
}

extension RecurrentLayer: StackedLayer {
  package var directions: [RecurrentLayer] { [self] }
  package func output(_ saved: Saved) -> MatrixView { saved.hidden }
}

extension DirectedLayer: StackedLayer {
  package func output(_ saved: Saved) -> MatrixView { saved.output }
}

/// A stack of recurrent layers, with dropout between them.
package struct RecurrentStack<Layer: StackedLayer>: Sendable {
  package let layers: [Layer]
  /// The dropout before layers 1, 2, …
  private let dropouts: [Dropout]
  /// True if layers from 1 on add their input to their output (He et al., "Deep residual learning
  /// for image recognition", 2016).
  let isResidual: Bool

  /// Claims a random stream for the dropout below each layer but the first, from `firstStream` on.
  private init(
    _ layout: inout ParameterLayout, _ layers: [Layer], _ configuration: StackConfiguration,
    firstStream: UInt32
  ) {
    self.layers = layers
    dropouts = layers.indices.dropFirst().map {
      Dropout(configuration, stream: layout.claimRandomStream(firstStream + UInt32($0) - 1))
    }
    isResidual = configuration.residual
  }

  package var hiddenSize: Int { layers[0].hiddenSize }

  package func zeroStates(rows: Int, _ pass: Pass) -> [RecurrentState] {
    layers.map { $0.zeroState(rows: rows, pass) }
  }

  package struct Saved {
    package let layers: [Layer.Saved]
    /// The output of the last layer, `[N, H]`.
    package let output: MatrixView
  }
}

extension RecurrentStack<RecurrentLayer> {
  /// Creates a stack that reads in one direction, as a decoder does. The names of its parameters
  /// begin with `prefix` and the name of the module.
  init(
    _ layout: inout ParameterLayout, prefix: String, _ configuration: StackConfiguration,
    inputSize: Int, firstStream: UInt32
  ) {
    var layers: [RecurrentLayer] = []
    for layer in 0..<configuration.layers {
      layers.append(
        RecurrentLayer(
          &layout, name: prefix + configuration.moduleName, layer: layer,
          cell: configuration.cell, isNormalized: configuration.layerNorm,
          inputSize: layer == 0 ? inputSize : configuration.hiddenSize,
          hiddenSize: configuration.hiddenSize))
    }
    self.init(&layout, layers, configuration, firstStream: firstStream)
  }
}

extension RecurrentStack<RecurrentLayer> {
  /// Creates a stack whose layers are those of another one.
  init(
    _ layout: inout ParameterLayout, sharing layers: [RecurrentLayer],
    _ configuration: StackConfiguration, firstStream: UInt32
  ) {
    self.init(&layout, layers, configuration, firstStream: firstStream)
  }
}

extension RecurrentStack<DirectedLayer> {
  /// Creates an encoder's stack, whose layers may read in both directions.
  init(
    _ layout: inout ParameterLayout, prefix: String, _ configuration: StackConfiguration,
    bidirectional: BidirectionalLayers, inputSize: Int, firstStream: UInt32
  ) {
    var layers: [DirectedLayer] = []
    for layer in 0..<configuration.layers {
      layers.append(
        DirectedLayer(
          &layout, name: prefix + configuration.moduleName, layer: layer,
          cell: configuration.cell, isNormalized: configuration.layerNorm,
          isBidirectional: bidirectional.contains(layer),
          inputSize: layer == 0 ? inputSize : configuration.hiddenSize,
          hiddenSize: configuration.hiddenSize))
    }
    self.init(&layout, layers, configuration, firstStream: firstStream)
  }
}

// MARK: - Forward

extension RecurrentStack {
  /// Runs over `input` from an initial state for each layer, or from zeros. `addends` are added to
  /// the gates of each layer at every step, a row for each sentence: `[B, GH]`.
  package func forward(
    _ input: LayerInput, _ packed: PackedRows, initial: [RecurrentState]?,
    addends: [MatrixView]? = nil, _ pass: Pass
  ) -> Saved {
    let first = layers[0].forward(
      input.adding(addends?[0]), packed.lengths, initial: initial?[0], pass)
    var saved = [first]
    var output = layers[0].output(first)
    for (index, layer) in layers.enumerated().dropFirst() {
      let input = inputOfLayer(
        index, output, packed.identities, pass)
      saved.append(
        layer.forward(
          LayerInput(input, addend: addends?[index]), packed.lengths, initial: initial?[index],
          pass))
      output = outputOfLayer(index, layer.output(saved[index]), input, pass)
    }
    return Saved(layers: saved, output: output)
  }

  /// Returns the input of layer `index`, given the `output` below it.
  func inputOfLayer(
    _ index: Int, _ output: MatrixView, _ rows: RowIdentities, _ pass: Pass
  ) -> MatrixView {
    guard index > 0 else { return output }
    return dropouts[index - 1].forward(output, rows, pass)
  }

  /// Returns the output of layer `index`, given its `hidden` states and its `input`.
  func outputOfLayer(
    _ index: Int, _ hidden: MatrixView, _ input: MatrixView, _ pass: Pass
  ) -> MatrixView {
    guard isResidual && index > 0 else { return hidden }
    let output = pass.arena.matrix(rows: hidden.rows, columns: hidden.columns)
    output.copy(from: hidden)
    pass.kernels.add(input, to: output)
    return output
  }

  /// Returns the state of each layer after each sentence's last step.
  package func finalStates(
    _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> [RecurrentState] {
    zip(layers, saved.layers).map { $0.finalState($1, lengths, pass) }
  }
}

// MARK: - Backward

extension RecurrentStack {
  /// Adds gradient terms, and returns the gradient of the input. `dOutput` `[N, H]` is overwritten.
  /// `dStates` holds the gradients of the final states on entry, and those of the initial states on
  /// return.
  package func backward(
    _ dOutput: MatrixView, _ dStates: [RecurrentState], _ saved: Saved, _ packed: PackedRows,
    _ pass: Pass
  ) -> MatrixView {
    var dOutput = dOutput
    for (index, layer) in layers.enumerated().reversed() {
      let dHidden = isResidual && index > 0 ? copy(of: dOutput, pass) : dOutput
      let dInput = layer.backward(
        dHidden, dStates[index], saved.layers[index], packed.lengths, pass)
      passBack(dOutput, to: dInput, index, packed.identities, pass)
      dOutput = dInput
    }
    return dOutput
  }

  /// Continues from `dInput`, the gradient of layer `index`'s input, to that of the output below
  /// it, in place. `dOutput` is the gradient of the layer's output.
  func passBack(
    _ dOutput: MatrixView, to dInput: MatrixView, _ index: Int, _ rows: RowIdentities,
    _ pass: Pass
  ) {
    guard index > 0 else { return }
    if isResidual { pass.kernels.add(dOutput, to: dInput) }
    dropouts[index - 1].backward(dInput, rows, pass)
  }

  private func copy(of matrix: MatrixView, _ pass: Pass) -> MatrixView {
    let copy = pass.arena.matrix(rows: matrix.rows, columns: matrix.columns)
    copy.copy(from: matrix)
    return copy
  }
}

// MARK: - Weights

extension RecurrentStack {
  var recurrentLayers: [RecurrentLayer] { layers.flatMap(\.directions) }

  /// The weights of products with few rows at a time, which gain from packing.
  package var recurrentWeights: [ParameterSlot] { recurrentLayers.map(\.hiddenWeight) }
  package var inputWeights: [ParameterSlot] { recurrentLayers.map(\.inputWeight) }
}
