// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// A model at work without training: what it keeps between sentences, and scratch memory. For one
/// thread at a time.
package final class InferenceSession {
  package let workspace: Workspace
  private let model: EncoderDecoder
  private let weights: Weights
  private let encoderInputs, decoderInputs: InputProducts
  /// The memory of the state at hand, and that of the next one.
  private var stateArenas = (Arena(), Arena())

  package init(_ model: EncoderDecoder, _ weights: Weights, _ workspace: Workspace) {
    self.model = model
    self.weights = weights
    self.workspace = workspace
    encoderInputs = InputProducts(model.encoder.embedding, model.encoder.stack.layers[0])
    decoderInputs = InputProducts(model.decoder.embedding, model.decoder.stack.layers[0])
  }

  package var targetVocabularySize: Int { model.configuration.targetVocabularySize }
}

// MARK: - Encoding

extension InferenceSession {
  /// Words that are encoded at a time: what they need stays in a near cache.
  private static let rowsAtATime = 256

  /// The state that the decoder starts from, a row for each of `inputs`, in memory of the workspace's
  /// arena that does not grow with the length of the sentences: they come longest first, and are read
  /// in chunks of steps.
  package func encode(_ inputs: [[Int32]]) -> DecoderState {
    let states = model.encoder.stack.layers.map {
      LSTMState.zero(rows: inputs.count, hiddenSize: $0.hiddenSize, workspace)
    }
    var (first, active) = (0, inputs[...])
    while true {
      active = active.prefix { $0.count > first }
      if active.isEmpty { return DecoderState(layers: states) }
      let end = first + max(1, Self.rowsAtATime / active.count)
      let chunk = active.map { Array($0[first..<min(end, $0.count)]) }
      workspace.arena.scope { encode(chunk, from: states.map { $0.rows(0..<chunk.count) }) }
      first = end
    }
  }

  private func encode(_ chunk: [[Int32]], from states: [LSTMState]) {
    let tokens = PackedTokens(chunk, numbers: chunk.indices.map { UInt32($0) })
    var gates = encoderInputs.rows(of: tokens.ids, weights, workspace)
    for (index, layer) in model.encoder.stack.layers.enumerated() {
      let output = layer.run(
        gates: gates, tokens.lengths, state: states[index], weights, workspace)
      if index + 1 < states.count {
        let next = model.encoder.stack.layers[index + 1]
        gates = next.inputProducts(output, weights, workspace)
      }
    }
  }
}

// MARK: - Decoding

extension InferenceSession {
  /// One step of the decoder after the words `previous`, one a row; `state` goes on by it in place.
  package func advance(_ state: DecoderState, after previous: [Int32]) -> DecoderStep {
    let states = state.layers
    workspace.arena.scope {
      var gates = decoderInputs.rows(of: previous, weights, workspace)
      for (index, layer) in model.decoder.stack.layers.enumerated() {
        if index > 0 {
          gates = layer.inputProducts(states[index - 1].hidden, weights, workspace)
        }
        layer.advance(
          gates: gates, from: states[index], to: states[index], weights, workspace)
      }
    }
    return DecoderStep(output: states[states.count - 1].hidden, attention: nil)
  }

  /// The most probable next word of each row of `step`, the lowest id among equals.
  package func mostProbableNext(_ step: DecoderStep) -> [Int32] {
    workspace.arena.scope {
      model.decoder.output.mostProbable(step.output, weights, workspace)
    }
  }

  /// How probable each next word is, in memory of the workspace's arena.
  package func distribution(_ step: DecoderStep) -> WordDistribution {
    model.decoder.output.distribution(step.output, weights, workspace)
  }

  /// The rows `indices` of `state`, in that order and as often as they are named. What it returns is
  /// valid until the call after the next one.
  package func gathering(_ indices: [Int32], of state: DecoderState) -> DecoderState {
    stateArenas = (stateArenas.1, stateArenas.0)
    stateArenas.0.reset()
    return state.gathering(indices, stateArenas.0)
  }
}
