// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// Computes all layers for one step before the next step, for a decoder whose input depends on its
/// output.
extension RecurrentStack {
  /// The buffers of a forward pass.
  struct Stepwise {
    /// The input of each layer, `[N, D]`.
    let inputs: [MatrixView]
    let layers: [RecurrentLayer.Saved]

    var saved: RecurrentStack.Saved {
      RecurrentStack.Saved(
        layers: layers.map { DirectedLayer.Saved(directions: [$0], output: $0.hidden) },
        output: layers[layers.count - 1].hidden)
    }
  }

  /// Allocates memory for all steps of `tokens`.
  func stepwise(
    inputSize: Int, _ tokens: PackedTokens, _ initial: [RecurrentState], _ workspace: Workspace
  ) -> Stepwise {
    let lengths = tokens.lengths
    let inputs = layers.indices.map {
      workspace.arena.matrix(
        rows: lengths.rows, columns: $0 == 0 ? inputSize : layers[$0 - 1].hiddenSize)
    }
    return Stepwise(
      inputs: inputs,
      layers: layers.indices.map {
        layers[$0].directions[0].saved(
          for: inputs[$0], rows: lengths.rows, sentences: lengths.sentences, initial[$0],
          workspace)
      })
  }

  /// Advances all layers by one step and returns the output `[B, H]`. The input must be in the
  /// step's rows of `run.inputs[0]`.
  func advance(
    _ run: Stepwise, at step: Int, _ tokens: PackedTokens, _ random: Philox?,
    _ weights: Weights, _ workspace: Workspace
  ) -> MatrixView {
    let lengths = tokens.lengths
    let rows = lengths.rows(at: step)
    var output = run.inputs[0].rows(rows)
    for (index, layer) in layers.enumerated() {
      let input = run.inputs[index].rows(rows)
      if index > 0 {
        input.copy(
          from: inputOfLayer(
            index, output, tokens.identities.rows(rows), random: random, workspace))
      }
      let saved = run.layers[index]
      layer.directions[0].multiplyInput(input, saved.memory.rows(rows), weights, workspace)
      layer.directions[0].advance(saved, at: step, lengths, weights, workspace)
      output = outputOfLayer(index, saved.hidden.rows(rows), input, workspace)
    }
    return output
  }
}

// MARK: - Backward

extension RecurrentStack {
  /// The buffers of a backward pass.
  struct StepwiseBackward {
    let layers: [RecurrentLayer.Saved]
    /// The gradient of each layer's output, `[N, H]`.
    let dHidden: [MatrixView]
  }

  func stepwiseBackward(
    _ saved: RecurrentStack.Saved, _ lengths: PackedLengths, _ workspace: Workspace
  ) -> StepwiseBackward {
    StepwiseBackward(
      layers: saved.layers.map { $0.directions[0] },
      dHidden: layers.map {
        workspace.arena.matrix(rows: lengths.rows, columns: $0.hiddenSize)
      })
  }

  /// Moves back through all layers by one step: from the gradient of the output `[B, H]` to that of
  /// the first layer's input.
  func retreat(
    _ dOutput: MatrixView, _ dStates: [RecurrentState], _ run: StepwiseBackward, at step: Int,
    _ tokens: PackedTokens, _ random: Philox?, _ weights: Weights, _ workspace: Workspace
  ) -> MatrixView {
    let lengths = tokens.lengths
    let rows = lengths.rows(at: step)
    var dOutput = dOutput
    for (index, layer) in layers.enumerated().reversed() {
      let (direction, saved) = (layer.directions[0], run.layers[index])
      run.dHidden[index].rows(rows).copy(from: dOutput)
      direction.retreat(
        run.dHidden[index], dStates[index], saved, at: step, lengths, weights, workspace)
      let dInput = workspace.arena.matrix(rows: rows.count, columns: direction.inputSize)
      direction.backwardThroughInput(saved.memory.rows(rows), into: dInput, weights, workspace)
      passBack(dOutput, to: dInput, index, tokens.identities.rows(rows), random, workspace)
      dOutput = dInput
    }
    return dOutput
  }

  func addGradients(
    _ run: StepwiseBackward, _ lengths: PackedLengths, into gradient: GradientTerms
  ) {
    for (layer, saved) in zip(layers, run.layers) {
      layer.directions[0].addGradients(saved, lengths, into: gradient)
    }
  }
}
