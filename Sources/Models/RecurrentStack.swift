// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// A stack of recurrent layers, with dropout between them.
package struct RecurrentStack: Sendable {
  package let layers: [DirectedLayer]
  /// The dropout before layers 1, 2, …
  private let dropouts: [Dropout]
  /// True if layers from 1 on add their input to their output (He et al., "Deep residual learning
  /// for image recognition", 2016).
  private let isResidual: Bool

  /// `firstTensor` is the number of the first dropout layer; each layer takes one number.
  package init(
    _ layout: inout ParameterLayout, side: String, _ configuration: ModelConfiguration,
    bidirectional: BidirectionalLayers = .none, inputSize: Int, firstTensor: UInt32
  ) {
    let hiddenSize = configuration.hiddenSize
    var made: [DirectedLayer] = []
    for layer in 0..<configuration.layers {
      made.append(
        DirectedLayer(
          &layout, name: "\(side).\(configuration.cell.moduleName)", layer: layer,
          cell: configuration.cell, isNormalized: configuration.layerNorm,
          isBidirectional: bidirectional.contains(layer),
          inputSize: layer == 0 ? inputSize : hiddenSize, hiddenSize: hiddenSize))
    }
    layers = made
    dropouts = (1..<max(configuration.layers, 1)).map {
      Dropout(configuration, tensor: firstTensor + UInt32($0) - 1)
    }
    isResidual = configuration.residual
  }

  package var hiddenSize: Int { layers[0].hiddenSize }

  package func zeroStates(rows: Int, _ workspace: Workspace) -> [RecurrentState] {
    layers.map { $0.zeroState(rows: rows, workspace) }
  }

  package struct Saved {
    package let layers: [DirectedLayer.Saved]
    /// The output of the last layer, `[N, H]`.
    package let output: MatrixView
  }
}

// MARK: - Forward

extension RecurrentStack {
  /// Runs over `input` `[N, D]` from an initial state for each layer, or from zeros.
  package func forward(
    _ input: MatrixView, _ tokens: PackedTokens, initial: [RecurrentState]?, random: Philox?,
    _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    var saved: [DirectedLayer.Saved] = []
    var output = input
    for (index, layer) in layers.enumerated() {
      let input = inputOfLayer(
        index, output, tokens.identities, random: random, workspace)
      saved.append(
        layer.forward(input, tokens.lengths, initial: initial?[index], weights, workspace))
      output = outputOfLayer(index, saved[index].output, input, workspace)
    }
    return Saved(layers: saved, output: output)
  }

  /// Returns the input of layer `index`, given the `output` below it.
  func inputOfLayer(
    _ index: Int, _ output: MatrixView, _ rows: RowIdentities, random: Philox?,
    _ workspace: Workspace
  ) -> MatrixView {
    guard index > 0 else { return output }
    return dropouts[index - 1].forward(output, rows, random: random, workspace)
  }

  /// Returns the output of layer `index`, given its `hidden` states and its `input`.
  func outputOfLayer(
    _ index: Int, _ hidden: MatrixView, _ input: MatrixView, _ workspace: Workspace
  ) -> MatrixView {
    guard isResidual && index > 0 else { return hidden }
    let output = workspace.arena.matrix(rows: hidden.rows, columns: hidden.columns)
    output.copy(from: hidden)
    workspace.kernels.add(input, to: output)
    return output
  }

  /// Returns the state of each layer after each sentence's last step.
  package func finalStates(
    _ saved: Saved, _ lengths: PackedLengths, _ workspace: Workspace
  ) -> [RecurrentState] {
    zip(layers, saved.layers).map { $0.finalState($1, lengths, workspace) }
  }
}

// MARK: - Backward

extension RecurrentStack {
  /// Adds to `gradient`, and returns the gradient of the input. `dOutput` `[N, H]` is overwritten.
  /// `dStates` holds the gradients of the final states on entry, and those of the initial states on
  /// return.
  package func backward(
    _ dOutput: MatrixView, _ dStates: [RecurrentState], _ saved: Saved, _ tokens: PackedTokens,
    random: Philox?, _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> MatrixView {
    var dOutput = dOutput
    for (index, layer) in layers.enumerated().reversed() {
      let dHidden = isResidual && index > 0 ? copy(of: dOutput, workspace) : dOutput
      let dInput = layer.backward(
        dHidden, dStates[index], saved.layers[index], tokens.lengths, weights, into: gradient,
        workspace)
      passBack(dOutput, to: dInput, index, tokens.identities, random, workspace)
      dOutput = dInput
    }
    return dOutput
  }

  /// Continues from `dInput`, the gradient of layer `index`'s input, to that of the output below
  /// it, in place. `dOutput` is the gradient of the layer's output.
  func passBack(
    _ dOutput: MatrixView, to dInput: MatrixView, _ index: Int, _ rows: RowIdentities,
    _ random: Philox?, _ workspace: Workspace
  ) {
    guard index > 0 else { return }
    if isResidual { workspace.kernels.add(dOutput, to: dInput) }
    dropouts[index - 1].backward(dInput, rows, random: random, workspace)
  }

  private func copy(of matrix: MatrixView, _ workspace: Workspace) -> MatrixView {
    let copy = workspace.arena.matrix(rows: matrix.rows, columns: matrix.columns)
    copy.copy(from: matrix)
    return copy
  }
}

// MARK: - Weights

extension RecurrentStack {
  private var recurrentLayers: [RecurrentLayer] { layers.flatMap(\.directions) }

  /// The weights of products with few rows at a time, which gain from packing.
  package var recurrentWeights: [ParameterSlot] { recurrentLayers.map(\.hiddenWeight) }
  package var inputWeights: [ParameterSlot] { recurrentLayers.map(\.inputWeight) }
  package var norms: [LayerNorm] { recurrentLayers.compactMap(\.norms).flatMap(\.layers) }

  package func openForgetGates(of parameters: ParameterBuffer) {
    for layer in recurrentLayers { layer.openForgetGate(of: parameters) }
  }
}

extension RecurrentCell {
  /// The lowercase name of the `torch.nn` module.
  fileprivate var moduleName: String {
    switch self {
    case .lstm: "lstm"
    case .gru: "gru"
    case .tanh, .relu: "rnn"
    }
  }
}
