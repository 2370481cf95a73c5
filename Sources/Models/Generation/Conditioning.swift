// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// Brings a vector into a decoder: as its first state, at every step, or both.
struct Conditioning: Sendable {
  private let start: StateBridge?
  /// The weights of each layer that the vector has inside the cells, `[D, GH]`; nil if it enters
  /// only the first state.
  private let stepWeights: [ParameterSlot]?
  private let stack: RecurrentStack<RecurrentLayer>

  init(
    _ layout: inout ParameterLayout, _ injection: VectorInjection, vectorSize: Int,
    _ stack: RecurrentStack<RecurrentLayer>, _ configuration: StackConfiguration
  ) {
    start =
      injection == .steps
      ? nil : StateBridge(&layout, name: "injection", inputSize: vectorSize, configuration)
    var weights: [ParameterSlot] = []
    for (index, layer) in stack.layers.enumerated() where injection != .state {
      weights.append(
        layout.claimTransposedMatrix(
          "injection.gates_l\(index).weight", rows: layer.gatesSize, columns: vectorSize))
    }
    stepWeights = weights.isEmpty ? nil : weights
    self.stack = stack
  }

  /// The weights of all products with vectors.
  var matrices: [ParameterSlot] { (start?.matrices ?? []) + (stepWeights ?? []) }

  struct Saved {
    /// `[B, D]`
    fileprivate let vectors: MatrixView
    fileprivate let start: StateBridge.Saved?
    /// The first state of each layer, `[B, H]`.
    let states: [RecurrentState]
    /// The addends to the gates of each layer, `[B, GH]`; nil if there are none.
    let addends: [MatrixView]?
  }

  /// Computes what the decoder needs of `vectors` `[B, D]`, which have the order of its sentences.
  func forward(_ vectors: MatrixView, _ pass: Pass) -> Saved {
    let input = RecurrentState(hidden: vectors, cell: vectors)
    let start = start?.forward(stack.layers.map { _ in input }, pass)
    let addends = stepWeights?.map { weight in
      let addend = pass.arena.matrix(rows: vectors.rows, columns: weight.columns)
      pass.multiply(vectors, by: weight, into: addend)
      return addend
    }
    return Saved(
      vectors: vectors, start: start,
      states: start?.states ?? stack.zeroStates(rows: vectors.rows, pass), addends: addends)
  }

  /// Adds gradient terms. `dStates` holds the gradients of the first states, and is overwritten;
  /// `decoded` is as the decoder's backward pass left it.
  func backward(
    _ dStates: [RecurrentState], _ decoded: RecurrentStack<RecurrentLayer>.Saved, _ saved: Saved,
    _ lengths: PackedLengths, _ pass: Pass
  ) {
    if let start, let saved = saved.start { _ = start.backward(dStates, saved, pass) }
    for (index, weight) in (stepWeights ?? []).enumerated() {
      let dAddend = stack.layers[index].addendGradient(decoded.layers[index], lengths, pass)
      pass.add(.product(x: saved.vectors, dY: dAddend), to: weight)
    }
  }
}
