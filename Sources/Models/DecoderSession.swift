// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// A decoder in use for inference, step by step, with its scratch memory and its cache. Use from one
/// thread at a time.
package class DecoderSession {
  let decoder: Decoder
  let pass: Pass
  private let inputs: InputProducts
  /// The memory of the current state and of the next one.
  private var stateArenas = (Arena(), Arena())

  init(_ decoder: Decoder, _ pass: Pass) {
    self.decoder = decoder
    self.pass = pass
    inputs = InputProducts(
      [decoder.stack.layers[0]], vocabularySize: decoder.embedding.weight.rows)
  }

  package final var workspace: Workspace { pass.workspace }
  /// The number of tokens to choose from, V.
  package final var vocabularySize: Int { decoder.output.weight.rows }

  /// Advances the decoder by one step after the words `previous`, one per row, and updates `state`
  /// in place.
  package final func advance(_ state: DecoderState, after previous: [Int32]) -> DecoderStep {
    let hidden = advanceLayers(state, previous, residue(state))
    guard let attention = decoder.attention, let source = state.source else {
      return DecoderStep(output: hidden, attention: [])
    }
    let attended = attention.forward(
      hidden, groups: previous.indices.map { $0..<$0 + 1 }, source, pass)
    if let fed = state.fed { fed.copy(from: attended.output) }
    return DecoderStep(output: attended.output, attention: attended.weights)
  }

  /// Returns memory for the output of residual layers; nil if layers are not residual.
  private func residue(_ state: DecoderState) -> MatrixView? {
    guard decoder.stack.isResidual else { return nil }
    return pass.arena.matrix(rows: state.rows, columns: decoder.stack.hiddenSize)
  }

  /// Advances all layers by one step and returns the output of the last one.
  private func advanceLayers(
    _ state: DecoderState, _ previous: [Int32], _ residue: MatrixView?
  ) -> MatrixView {
    let stack = decoder.stack
    return pass.arena.scope {
      var gates = firstGates(state, previous)
      var (input, output) = (state.layers[0].hidden, state.layers[0].hidden)
      for (index, layer) in stack.layers.enumerated() {
        if index > 0 {
          input = output
          gates = layer.inputProducts(input, pass)
        }
        if let addends = state.addends { pass.kernels.add(addends[index], to: gates) }
        layer.step(
          gates: gates, from: state.layers[index], to: state.layers[index], pass)
        output = stack.outputOfLayer(index, state.layers[index].hidden, input, pass)
      }
      guard let residue else { return output }
      residue.copy(from: output)
      return residue
    }
  }

  /// Returns the products of the first layer's input with its weights.
  private func firstGates(_ state: DecoderState, _ previous: [Int32]) -> MatrixView {
    guard let fed = state.fed else {
      return inputs.rows(of: previous, pass) { places in
        decoder.embedding.forward(places.map { previous[$0] }, pass)
      }[0]
    }
    let embedded = decoder.embedding.forward(previous, pass)
    let input = pass.arena.matrix(
      rows: previous.count, columns: embedded.columns + fed.columns)
    input.copy(columnsFrom: 0, from: embedded)
    input.copy(columnsFrom: embedded.columns, from: fed)
    return decoder.stack.layers[0].inputProducts(input, pass)
  }

  /// Returns the most probable next word of each row that is not forbidden, the lowest id among
  /// equals.
  package final func mostProbableNext(
    _ step: DecoderStep, forbidding forbidden: [Int32] = []
  ) -> [Int32] {
    pass.arena.scope {
      decoder.output.mostProbable(
        step.output, forbidding: forbidden, pass)
    }
  }

  /// Returns the distribution over the next word, in memory of the workspace's arena.
  package final func distribution(_ step: DecoderStep) -> WordDistribution {
    decoder.output.distribution(step.output, pass)
  }

  /// Copies the rows `indices` of `state`, in that order; an index may occur more than once. The
  /// copy is valid until the second call after this one.
  package final func gathering(_ indices: [Int32], of state: DecoderState) -> DecoderState {
    inNextMemory { state.gathering(indices, $0) }
  }

  /// Returns the state that `make` puts in the memory that is free. It is valid until the second
  /// call after this one.
  final func inNextMemory(_ make: (Arena) -> DecoderState) -> DecoderState {
    stateArenas = (stateArenas.1, stateArenas.0)
    stateArenas.0.reset()
    return make(stateArenas.0)
  }
}

/// A session whose first state depends on a source.
package protocol SourceSession: DecoderSession {
  associatedtype Source: Collection & Sendable

  /// Returns the state before the first token for each of `sources`. It is valid until the second
  /// call after this one, of this function or of `gathering`.
  func start(_ sources: [Source]) -> DecoderState
}

/// The state of a decoder between two steps, with a row for each hypothesis.
package struct DecoderState {
  /// The state of each layer, `[B, H]`.
  package let layers: [RecurrentState]
  /// The terms that are added to the gates of each layer, `[B, GH]`; nil for none.
  var addends: [MatrixView]?
  /// The encoder's outputs that the decoder attends to; nil without attention.
  package var source: Attention.Source?
  /// The attentional vectors of the step before, `[B, H]`; nil without input feeding.
  package var fed: MatrixView?

  package var rows: Int { layers[0].hidden.rows }

  /// Copies the rows `indices` to `arena`, in that order; an index may occur more than once.
  package func gathering(_ indices: [Int32], _ arena: Arena) -> DecoderState {
    DecoderState(
      layers: layers.map { $0.gathering(indices, arena) },
      addends: addends?.map { $0.gathering(indices, arena) }, source: source?.gathering(indices),
      fed: fed?.gathering(indices, arena))
  }
}

/// The result of a decoder step, in memory of the workspace's arena.
package struct DecoderStep {
  /// The input of the output layer: `[B, H]`.
  package let output: MatrixView
  /// The attention weights of each row over the source words of its sentence, `[1, T]`; empty
  /// without attention.
  package let attention: [MatrixView]
}
