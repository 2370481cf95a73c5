// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// The states of a recurrent network after it has read sequences, which are sorted longest first.
package struct SequenceStates {
  /// The state of each layer after the last step of each sequence, `[B, H]`. The last step of a
  /// backward direction is the first of the sequence.
  package let final: [RecurrentState]
  /// The state of each layer after each step, `[N, H]`.
  package let steps: [RecurrentState]
  /// The gates of each layer at each step, gate by gate: `[N, GH]`; without columns if the cell has
  /// no gates with names.
  package let gates: [MatrixView]
}

/// A network that reads sequences, whose states represent what it has read.
package protocol StateReader: Sendable {
  var layerCount: Int { get }
  /// The size of a layer's hidden state.
  var stateSize: Int { get }
  var cell: RecurrentCell { get }
  /// True if no step depends on a later one, so that a long sequence can be read in parts.
  var readsForward: Bool { get }

  /// Reads sequences from `initial`, the state of each layer `[B, H]`, or from their beginnings,
  /// without dropout.
  func states(
    _ input: SequenceInput, from initial: [RecurrentState]?, _ pass: Pass
  ) -> SequenceStates
}

/// An encoder whose layers may read in both directions.
package protocol DirectedStateReader: StateReader {
  var stack: RecurrentStack<DirectedLayer> { get }
}

extension DirectedStateReader {
  package var layerCount: Int { stack.layers.count }
  package var stateSize: Int { stack.hiddenSize }
  package var cell: RecurrentCell { stack.layers[0].ahead.cell }
  package var readsForward: Bool { stack.layers.allSatisfy { !$0.isBidirectional } }

  fileprivate func states(
    _ saved: RecurrentStack<DirectedLayer>.Saved, final: [RecurrentState], _ input: SequenceInput,
    _ pass: Pass
  ) -> SequenceStates {
    SequenceStates(
      final: final,
      steps: zip(stack.layers, saved.layers).map { $0.states($1, input.rows.lengths, pass) },
      gates: zip(stack.layers, saved.layers).map { $0.gates($1, input.rows.lengths, pass) })
  }
}

extension SequenceEncoder: DirectedStateReader {
  package func states(
    _ input: SequenceInput, from initial: [RecurrentState]?, _ pass: Pass
  ) -> SequenceStates {
    let pass = pass.withoutDropout
    let saved = forward(input, initial: initial, pass)
    return states(saved.stack, final: saved.finalStates, input, pass)
  }
}

extension Encoder: DirectedStateReader {
  package func states(
    _ input: SequenceInput, from initial: [RecurrentState]?, _ pass: Pass
  ) -> SequenceStates {
    let pass = pass.withoutDropout
    let embedded = self.input.forward(PackedTokens(input.rows, input.ids), pass)
    let saved = stack.forward(embedded.rows, input.rows, initial: initial, pass)
    let final = stack.finalStates(saved, input.rows.lengths, pass)
    return states(saved, final: final, input, pass)
  }
}

/// The states of a generator are those before the text, which its vector alone decides.
extension SequenceGenerator: StateReader {
  package var layerCount: Int { decoder.stack.layers.count }
  package var stateSize: Int { decoder.stack.hiddenSize }
  package var cell: RecurrentCell { decoder.stack.layers[0].cell }
  package var readsForward: Bool { true }
  /// True if the vector decides the first state.
  package var hasFirstState: Bool { configuration.injection != .steps }

  /// Each sequence is one vector.
  package func states(
    _ input: SequenceInput, from initial: [RecurrentState]?, _ pass: Pass
  ) -> SequenceStates {
    let vectors = pass.arena.matrix(
      rows: input.rows.lengths.rows, columns: configuration.vectorSize)
    vectors.copy(from: input.vectors)
    let states = conditioning.forward(vectors, pass).states
    let none = pass.arena.matrix(rows: vectors.rows, columns: 0)
    return SequenceStates(final: states, steps: states, gates: states.map { _ in none })
  }
}

extension LanguageModel: StateReader {
  package var layerCount: Int { decoder.stack.layers.count }
  package var stateSize: Int { decoder.stack.hiddenSize }
  package var cell: RecurrentCell { decoder.stack.layers[0].cell }
  package var readsForward: Bool { true }

  package func states(
    _ input: SequenceInput, from initial: [RecurrentState]?, _ pass: Pass
  ) -> SequenceStates {
    let (pass, lengths) = (pass.withoutDropout, input.rows.lengths)
    let initial =
      initial ?? initialStates(rows: lengths.sentences, pass.weights, pass.arena)
    let decoded = decoder.forward(
      PackedTokens(input.rows, input.ids), initial: initial, attendingTo: nil, pass)
    return SequenceStates(
      final: decoder.stack.finalStates(decoded.stack, lengths, pass),
      steps: decoded.stack.layers.map(\.state),
      gates: zip(decoder.stack.layers, decoded.stack.layers).map { $0.gates($1, pass) })
  }
}
