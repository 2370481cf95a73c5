// SPDX-License-Identifier: Apache-2.0

package import Compute

extension RecurrentLayer {
  /// Adds to `gradient`, and returns the gradient of the input `[N, D]`.
  ///
  /// `dHidden` `[N, H]` is the gradient of the output; it is overwritten, as is `saved`, the result
  /// of `forward`. `dState` `[B, H]` holds the gradient of `finalState` on entry and, if there is
  /// an initial state, its gradient on return.
  package func backward(
    _ dHidden: MatrixView, _ dState: RecurrentState, _ saved: Saved, _ lengths: PackedLengths,
    _ weights: Weights, into gradient: GradientTerms, _ workspace: Workspace
  ) -> MatrixView {
    for step in (0..<lengths.steps).reversed() {
      retreat(dHidden, dState, saved, at: step, lengths, weights, workspace)
    }
    let dInput = workspace.arena.matrix(rows: lengths.rows, columns: inputSize)
    backwardThroughInput(saved.memory, into: dInput, weights, workspace)
    addGradients(saved, lengths, into: gradient)
    return dInput
  }

  /// Moves back by one step. `dHidden` has the rows of all steps.
  package func retreat(
    _ dHidden: MatrixView, _ dState: RecurrentState, _ saved: Saved, at step: Int,
    _ lengths: PackedLengths, _ weights: Weights, _ workspace: Workspace
  ) {
    let rows = lengths.rows(at: step)
    // The other sentences have ended before this step: their rows of `dState` still belong to final
    // states.
    let dActive = dState.rows(0..<rows.count)
    let memory = saved.memory.rows(rows)
    let previous = previousState(at: step, lengths, saved)
    workspace.kernels.add(dActive.hidden, to: dHidden.rows(rows))
    deactivate(
      memory, from: previous, to: saved.state.rows(rows), dHidden: dHidden.rows(rows),
      dState: dActive, weights, workspace)
    if let norms, let saved = memory.norms {
      norms.hidden.backward(
        dAddends(memory), into: saved.dHiddenProducts, saved.hidden, weights, workspace)
    }
    if previous != nil {
      workspace.products.multiply(
        dHiddenProducts(memory), byTransposeOf: hiddenWeight, of: weights,
        into: dActive.hidden, accumulating: cell == .gru)
    }
  }

  /// Writes the gradient of the input, for all rows or for those of one step.
  package func backwardThroughInput(
    _ memory: Memory, into dInput: MatrixView, _ weights: Weights, _ workspace: Workspace
  ) {
    if let norms, let saved = memory.norms {
      norms.input.backward(
        memory.gates, into: saved.dInputProducts, saved.input, weights, workspace)
    }
    workspace.products.multiply(
      dInputProducts(memory), byTransposeOf: inputWeight, of: weights, into: dInput)
  }

  /// Adds the gradient terms of all parameters, after the last step back.
  package func addGradients(
    _ saved: Saved, _ lengths: PackedLengths, into gradient: GradientTerms
  ) {
    let memory = saved.memory
    // The first step from zeros does not contribute to the gradient of the recurrent weights.
    let recurrent = (saved.initial == nil ? lengths.batchSizes[0] : 0)..<lengths.rows
    gradient.add(.product(x: saved.input, dY: dInputProducts(memory)), to: inputWeight)
    gradient.add(
      .product(
        x: saved.previousHidden.rows(recurrent), dY: dHiddenProducts(memory).rows(recurrent)),
      to: hiddenWeight)
    gradient.add(.columnSums(memory.gates), to: bias)
    if let hiddenBias { gradient.add(.columnSums(dAddends(memory)), to: hiddenBias) }
    if let norms, let saved = memory.norms { norms.addGradients(saved, into: gradient) }
  }

  // MARK: What the way back has made of the memory

  /// The gradient of the hidden state's addend to the gates.
  private func dAddends(_ memory: Memory) -> MatrixView {
    cell == .gru ? memory.products ?? memory.gates : memory.gates
  }

  private func dHiddenProducts(_ memory: Memory) -> MatrixView {
    memory.norms?.dHiddenProducts ?? dAddends(memory)
  }

  private func dInputProducts(_ memory: Memory) -> MatrixView {
    memory.norms?.dInputProducts ?? memory.gates
  }
}
