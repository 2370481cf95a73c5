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

  package init(_ model: EncoderDecoder, _ weights: Weights, _ workspace: Workspace) {
    self.model = model
    self.weights = weights
    self.workspace = workspace
    encoderInputs = InputProducts(model.encoder.embedding, model.encoder.stack.layers[0])
    decoderInputs = InputProducts(model.decoder.embedding, model.decoder.stack.layers[0])
  }

  /// Words that are encoded at a time: what they need stays in a near cache.
  private static let rowsAtATime = 256

  /// The encoder's final states `[B, H]` of each layer, in memory of the workspace's arena that does
  /// not grow with the length of the sentences: `inputs` come longest first, and are read in chunks of
  /// steps.
  package func encode(_ inputs: [[Int32]]) -> [LSTMState] {
    let states = model.encoder.stack.layers.map {
      LSTMState.zero(rows: inputs.count, hiddenSize: $0.hiddenSize, workspace)
    }
    var (first, active) = (0, inputs[...])
    while true {
      active = active.prefix { $0.count > first }
      if active.isEmpty { return states }
      let end = first + max(1, Self.rowsAtATime / active.count)
      let chunk = active.map { Array($0[first..<min(end, $0.count)]) }
      workspace.arena.scope { advance(states.map { $0.rows(0..<chunk.count) }, over: chunk) }
      first = end
    }
  }

  private func advance(_ states: [LSTMState], over chunk: [[Int32]]) {
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

  /// The most probable next word of each sentence after the words `previous`; the decoder's `states`
  /// go on by one step.
  package func mostProbableNext(after previous: [Int32], states: [LSTMState]) -> [Int32] {
    workspace.arena.scope {
      var gates = decoderInputs.rows(of: previous, weights, workspace)
      for (index, layer) in model.decoder.stack.layers.enumerated() {
        if index > 0 {
          gates = layer.inputProducts(states[index - 1].hidden, weights, workspace)
        }
        layer.advance(
          gates: gates, from: states[index], to: states[index], weights, workspace)
      }
      return model.decoder.output.mostProbable(
        states[states.count - 1].hidden, weights, workspace)
    }
  }
}
