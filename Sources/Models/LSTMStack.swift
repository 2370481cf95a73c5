// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// LSTM layers on top of one another, with dropout between them.
package struct LSTMStack: Sendable {
  package let layers: [LSTM]
  /// Before the layers 1, 2, …
  private let dropouts: [Dropout]

  /// `firstTensor` is the number of the first dropout layer; each takes one.
  package init(
    _ layout: inout ParameterLayout, name: String, inputSize: Int, hiddenSize: Int, layers: Int,
    dropout: Float, firstTensor: UInt32
  ) {
    var made: [LSTM] = []
    for layer in 0..<layers {
      made.append(
        LSTM(
          &layout, name: name, layer: layer, inputSize: layer == 0 ? inputSize : hiddenSize,
          hiddenSize: hiddenSize))
    }
    self.layers = made
    dropouts = (1..<max(layers, 1)).map {
      Dropout(rate: dropout, tensor: firstTensor + UInt32($0) - 1)
    }
  }

  package var hiddenSize: Int { layers[0].hiddenSize }

  package struct Saved {
    package let layers: [LSTM.Saved]
    /// `[N, H]`, of the last layer.
    package var output: MatrixView { layers[layers.count - 1].hidden }
  }

  /// Runs over `input` `[N, D]` from a state for each layer, zeros where there are none.
  package func forward(
    _ input: MatrixView, _ tokens: PackedTokens, initial: [LSTMState]?, random: Philox?,
    _ weights: Weights, _ workspace: Workspace
  ) -> Saved {
    var saved: [LSTM.Saved] = []
    var input = input
    for (index, layer) in layers.enumerated() {
      if index > 0 {
        input = dropouts[index - 1].forward(
          saved[index - 1].hidden, tokens.identities, random: random, workspace)
      }
      saved.append(
        layer.forward(input, tokens.lengths, initial: initial?[index], weights, workspace))
    }
    return Saved(layers: saved)
  }

  /// The state of each layer after each sentence's last step.
  package func finalStates(
    _ saved: Saved, _ lengths: PackedLengths, _ workspace: Workspace
  ) -> [LSTMState] {
    zip(layers, saved.layers).map { $0.finalState($1, lengths, workspace) }
  }

  /// Adds to `gradient`, and returns the gradient of the input. `dOutput` `[N, H]` is used up;
  /// `dStates` hold the gradients of the final states, and become those of the initial ones.
  package func backward(
    _ dOutput: MatrixView, _ dStates: [LSTMState], _ saved: Saved, _ tokens: PackedTokens,
    random: Philox?, _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> MatrixView {
    var dHidden = dOutput
    for (index, layer) in layers.enumerated().reversed() {
      dHidden = layer.backward(
        dHidden, dStates[index], saved.layers[index], tokens.lengths, weights, into: gradient,
        workspace)
      if index > 0 {
        dropouts[index - 1].backward(dHidden, tokens.identities, random: random, workspace)
      }
    }
    return dHidden
  }

  /// The products that are made with few rows at a time, and so profit from packed weights.
  package var recurrentWeights: [ParameterSlot] { layers.map(\.hiddenWeight) }
  package var inputWeights: [ParameterSlot] { layers.map(\.inputWeight) }
}
