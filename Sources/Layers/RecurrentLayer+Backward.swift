// SPDX-License-Identifier: Apache-2.0

package import Compute

extension RecurrentLayer {
  /// Adds gradient terms, and returns the gradient of the input, with the shape of its matrix.
  ///
  /// `dHidden` `[N, H]` is the gradient of the output; it is overwritten, as is `saved`, the result
  /// of `forward`. `dState` `[B, H]` holds the gradient of `finalState` on entry and, if there is
  /// an initial state, its gradient on return.
  package func backward(
    _ dHidden: MatrixView, _ dState: RecurrentState, _ saved: Saved, _ lengths: PackedLengths,
    _ pass: Pass
  ) -> MatrixView {
    for step in (0..<lengths.steps).reversed() {
      stepBackward(dHidden, dState, saved, at: step, lengths, pass)
    }
    passBackThroughInputNorm(saved.buffers, pass)
    let dProducts = saved.input.sumOverRepeats(dInputProducts(saved.buffers), pass)
    let dInput = pass.arena.matrix(rows: dProducts.rows, columns: inputSize)
    pass.multiply(dProducts, byTransposeOf: inputWeight, into: dInput)
    addGradients(saved, dProducts, lengths, pass)
    return dInput
  }

  /// Moves back by one step. `dHidden` has the rows of all steps.
  package func stepBackward(
    _ dHidden: MatrixView, _ dState: RecurrentState, _ saved: Saved, at step: Int,
    _ lengths: PackedLengths, _ pass: Pass
  ) {
    let rows = lengths.rows(at: step)
    // The other sentences have ended before this step: their rows of `dState` still belong to final
    // states.
    let dActive = dState.rows(0..<rows.count)
    let buffers = saved.buffers.rows(rows)
    let previous = previousState(at: step, lengths, saved)
    pass.kernels.add(dActive.hidden, to: dHidden.rows(rows))
    pass.observer?.observe(
      hiddenWeight, step: step, dHidden: dHidden.rows(rows), dCell: dActive.cell,
      gates: buffers.gates)
    if let limit = pass.stateClipNorm {
      RecurrentState(hidden: dHidden.rows(rows), cell: dActive.cell)
        .clipRows(to: limit, pass.kernels)
    }
    cellBackward(
      buffers, from: previous, to: saved.state.rows(rows), dHidden: dHidden.rows(rows),
      dState: dActive, pass)
    if let norms, let saved = buffers.norms {
      norms.hidden.backward(
        dAddends(buffers), into: saved.dHiddenProducts, saved.hidden, pass)
    }
    if previous != nil {
      pass.multiply(
        dHiddenProducts(buffers), byTransposeOf: hiddenWeight,
        into: dActive.hidden, accumulating: cell.mayKeepHiddenState)
    }
  }

  /// Writes the gradient of the input of one step, whose rows do not repeat.
  package func backwardThroughInput(
    _ buffers: Buffers, into dInput: MatrixView, _ pass: Pass
  ) {
    passBackThroughInputNorm(buffers, pass)
    pass.multiply(
      dInputProducts(buffers), byTransposeOf: inputWeight, into: dInput)
  }

  private func passBackThroughInputNorm(_ buffers: Buffers, _ pass: Pass) {
    guard let norms, let saved = buffers.norms else { return }
    norms.input.backward(
      buffers.gates, into: saved.dInputProducts, saved.input, pass)
  }

  /// Returns the gradient of the input's addend to the gates, `[B, GH]`, after `backward`.
  package func addendGradient(
    _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> MatrixView {
    let gradient = pass.arena.zeros(rows: lengths.sentences, columns: gatesSize)
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      pass.kernels.add(saved.buffers.gates.rows(rows), to: gradient.rows(0..<rows.count))
    }
    return gradient
  }

  /// Adds the gradient terms of all parameters, after the last step back through rows that do not
  /// repeat.
  package func addGradients(
    _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) {
    addGradients(saved, dInputProducts(saved.buffers), lengths, pass)
  }

  /// `dProducts` is the gradient of the products of the input's matrix.
  private func addGradients(
    _ saved: Saved, _ dProducts: MatrixView, _ lengths: PackedLengths, _ pass: Pass
  ) {
    let buffers = saved.buffers
    // The first step from zeros does not contribute to the gradient of the recurrent weights.
    let recurrent = (saved.initial == nil ? lengths.batchSizes[0] : 0)..<lengths.rows
    pass.add(.product(x: saved.input.matrix, dY: dProducts), to: inputWeight)
    pass.add(
      .product(
        x: saved.previousHidden.rows(recurrent), dY: dHiddenProducts(buffers).rows(recurrent)),
      to: hiddenWeight)
    pass.add(.columnSums(buffers.gates), to: bias)
    if let hiddenBias { pass.add(.columnSums(dAddends(buffers)), to: hiddenBias) }
    if let norms, let saved = buffers.norms { norms.addGradients(saved, pass) }
  }

  // MARK: What the backward steps left in the buffers

  /// The gradient of the hidden state's addend to the gates.
  private func dAddends(_ buffers: Buffers) -> MatrixView {
    hiddenBias != nil ? buffers.products ?? buffers.gates : buffers.gates
  }

  private func dHiddenProducts(_ buffers: Buffers) -> MatrixView {
    buffers.norms?.dHiddenProducts ?? dAddends(buffers)
  }

  private func dInputProducts(_ buffers: Buffers) -> MatrixView {
    buffers.norms?.dInputProducts ?? buffers.gates
  }
}
