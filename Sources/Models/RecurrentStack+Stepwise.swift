// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// Computes all layers for one step before the next step, for a decoder whose input depends on its
/// output.
extension RecurrentStack<RecurrentLayer> {
  /// The buffers of a forward pass.
  struct Stepwise {
    /// The input of each layer, `[N, D]`.
    let inputs: [MatrixView]
    let layers: [RecurrentLayer.Saved]

    var saved: RecurrentStack.Saved {
      RecurrentStack.Saved(layers: layers, output: layers[layers.count - 1].hidden)
    }
  }

  /// Allocates memory for all steps of `packed`.
  func stepwise(
    inputSize: Int, _ packed: PackedRows, _ initial: [RecurrentState], _ pass: Pass
  ) -> Stepwise {
    let lengths = packed.lengths
    let inputs = layers.indices.map {
      pass.arena.matrix(
        rows: lengths.rows, columns: $0 == 0 ? inputSize : layers[$0 - 1].hiddenSize)
    }
    return Stepwise(
      inputs: inputs,
      layers: layers.indices.map {
        layers[$0].saved(
          for: LayerInput(inputs[$0]), rows: lengths.rows, sentences: lengths.sentences,
          initial[$0], pass)
      })
  }

  /// Advances all layers by one step and returns the output `[B, H]`. The input must be in the
  /// step's rows of `run.inputs[0]`.
  func advance(
    _ run: Stepwise, at step: Int, _ packed: PackedRows, _ pass: Pass
  ) -> MatrixView {
    let lengths = packed.lengths
    let rows = lengths.rows(at: step)
    var output = run.inputs[0].rows(rows)
    for (index, layer) in layers.enumerated() {
      let input = run.inputs[index].rows(rows)
      if index > 0 {
        input.copy(
          from: inputOfLayer(
            index, output, packed.identities.rows(rows), pass))
      }
      let saved = run.layers[index]
      layer.multiplyInput(LayerInput(input), saved.buffers.rows(rows), pass)
      layer.advance(saved, at: step, lengths, pass)
      output = outputOfLayer(index, saved.hidden.rows(rows), input, pass)
    }
    return output
  }
}

// MARK: - Backward

extension RecurrentStack<RecurrentLayer> {
  /// The buffers of a backward pass.
  struct StepwiseBackward {
    let layers: [RecurrentLayer.Saved]
    /// The gradient of each layer's output, `[N, H]`.
    let dHidden: [MatrixView]
  }

  func stepwiseBackward(
    _ saved: RecurrentStack.Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> StepwiseBackward {
    StepwiseBackward(
      layers: saved.layers,
      dHidden: layers.map {
        pass.arena.matrix(rows: lengths.rows, columns: $0.hiddenSize)
      })
  }

  /// Moves back through all layers by one step: from the gradient of the output `[B, H]` to that of
  /// the first layer's input.
  func stepBackward(
    _ dOutput: MatrixView, _ dStates: [RecurrentState], _ run: StepwiseBackward, at step: Int,
    _ packed: PackedRows, _ pass: Pass
  ) -> MatrixView {
    let lengths = packed.lengths
    let rows = lengths.rows(at: step)
    var dOutput = dOutput
    for (index, layer) in layers.enumerated().reversed() {
      let saved = run.layers[index]
      run.dHidden[index].rows(rows).copy(from: dOutput)
      layer.stepBackward(
        run.dHidden[index], dStates[index], saved, at: step, lengths, pass)
      let dInput = pass.arena.matrix(rows: rows.count, columns: layer.inputSize)
      layer.backwardThroughInput(saved.buffers.rows(rows), into: dInput, pass)
      passBack(dOutput, to: dInput, index, packed.identities.rows(rows), pass)
      dOutput = dInput
    }
    return dOutput
  }

  func addGradients(
    _ run: StepwiseBackward, _ lengths: PackedLengths, _ pass: Pass
  ) {
    for (layer, saved) in zip(layers, run.layers) {
      layer.addGradients(saved, lengths, pass)
    }
  }
}
