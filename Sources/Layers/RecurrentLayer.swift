// SPDX-License-Identifier: Apache-2.0

package import Compute

/// A recurrent layer over packed, time-major rows.
///
/// The gates are in PyTorch's order. PyTorch has two biases that are only ever added to each other;
/// this layer trains one, except for a GRU and for formulas with parts of gates, which need both.
package struct RecurrentLayer: Sendable {
  package let cell: RecurrentCell
  /// `[D, GH]`, `[H, GH]` and `[GH]`, where G is the number of gates. The matrices are the
  /// transposes of PyTorch's, because the product that computes their gradient is much faster if
  /// the longer side is the columns.
  package let inputWeight, hiddenWeight, bias: ParameterSlot
  /// `[GH]`, if the products with the input and with the hidden state are not simply added.
  package let hiddenBias: ParameterSlot?
  package let norms: RecurrentNorms?

  package var inputSize: Int { inputWeight.rows }
  package var hiddenSize: Int { hiddenWeight.rows }
  package var gatesSize: Int { hiddenWeight.columns }

  /// True if the products with the input and with the hidden state need separate buffers, because
  /// they are not simply added.
  var keepsProductsApart: Bool { hiddenBias != nil || norms != nil }

  /// `suffix` follows the number of the layer in the names of the parameters.
  package init(
    _ layout: inout ParameterLayout, name: String, layer: Int, suffix: String = "",
    cell: RecurrentCell = .lstm, isNormalized: Bool = false, inputSize: Int, hiddenSize: Int
  ) {
    self.cell = cell
    let place = "l\(layer)\(suffix)"
    let width = cell.gates * hiddenSize
    inputWeight = layout.claimTransposedMatrix(
      "\(name).weight_ih_\(place)", rows: width, columns: inputSize)
    hiddenWeight = layout.claimTransposedMatrix(
      "\(name).weight_hh_\(place)", rows: width, columns: hiddenSize)
    if cell.hasSeparateProducts {
      bias = layout.claimVector("\(name).bias_ih_\(place)", count: width)
      hiddenBias = layout.claimVector("\(name).bias_hh_\(place)", count: width)
    } else {
      bias = layout.claimVector(
        "\(name).bias_ih_\(place)", count: width, zeros: "\(name).bias_hh_\(place)")
      hiddenBias = nil
    }
    norms =
      isNormalized
      ? RecurrentNorms(&layout, name: name, place: place, cell: cell, hiddenSize: hiddenSize)
      : nil
  }

  /// Sets the bias of an LSTM's forget gate, or of the gates that do the same in a formula. The larger
  /// it is, the longer the cell state persists at first.
  package func setForgetBias(_ value: Float, of parameters: ParameterBuffer) {
    for gate in cell.keepingGates {
      parameters[bias].elements(gate * hiddenSize..<(gate + 1) * hiddenSize).fill(value)
    }
  }

  /// Holds the forget gate of an LSTM at 1, whatever the input and the state: with such a bias, the
  /// logistic function is 1 and its derivative 0 in single precision.
  package func holdForgetGate(of parameters: ParameterBuffer) {
    if cell == .lstm { setForgetBias(1000, of: parameters) }
  }

  package func zeroState(rows: Int, _ pass: Pass) -> RecurrentState {
    RecurrentState(
      hidden: pass.arena.zeros(rows: rows, columns: hiddenSize),
      cell: pass.arena.zeros(rows: rows, columns: cell.hasCellState ? hiddenSize : 0))
  }

  /// The buffers of the cells in some rows, from which the backward pass starts.
  package struct Buffers {
    /// `[n, GH]`: the products with the input, later overwritten with the activated gates.
    package let gates: MatrixView
    /// `[n, GH]`: the products with the hidden state, if they are separate.
    let products: MatrixView?
    let norms: RecurrentNorms.Saved?

    package func rows(_ range: Range<Int>) -> Buffers {
      Buffers(
        gates: gates.rows(range), products: products?.rows(range), norms: norms?.rows(range))
    }
  }

  /// Allocates buffers for cells whose products with the input are `gates`.
  package func buffers(_ gates: MatrixView, _ pass: Pass) -> Buffers {
    Buffers(
      gates: gates,
      products: keepsProductsApart
        ? pass.arena.matrix(rows: gates.rows, columns: gatesSize) : nil,
      norms: norms?.saved(rows: gates.rows, pass))
  }

  /// The values that `forward` keeps for `backward`.
  package struct Saved {
    package let input: LayerInput
    package let buffers: Buffers
    /// The state after each row's step, `[N, H]`.
    package let state: RecurrentState
    /// The hidden state before each row's step, `[N, H]`. Without an initial state, the rows of the
    /// first step are undefined.
    let previousHidden: MatrixView
    let initial: RecurrentState?

    /// The output: `[N, H]`.
    package var hidden: MatrixView { state.hidden }
  }
}

// MARK: - Forward

extension RecurrentLayer {
  /// Runs over `input` from the state `initial` `[B, H]`, or from zeros. The output `[N, H]` is
  /// `hidden` of the result.
  package func forward(
    _ input: LayerInput, _ lengths: PackedLengths, initial: RecurrentState?, _ pass: Pass
  ) -> Saved {
    precondition(initial == nil || initial?.hidden.rows == lengths.sentences)
    let saved = saved(
      for: input, rows: lengths.rows, sentences: lengths.sentences, initial, pass)
    multiplyInput(input, saved.buffers, pass)
    if let addend = input.addend { add(addend, to: saved.buffers.gates, lengths, pass) }
    for step in 0..<lengths.steps {
      advance(saved, at: step, lengths, pass)
    }
    return saved
  }

  /// Allocates memory for `rows` rows; `input` may be filled later.
  package func saved(
    for input: LayerInput, rows: Int, sentences: Int, _ initial: RecurrentState?,
    _ pass: Pass
  ) -> Saved {
    precondition(input.rows == rows && input.matrix.columns == inputSize)
    let arena = pass.arena
    // Without an initial state, the first step skips the products with it, unless the products are
    // separate.
    let initial =
      initial ?? (keepsProductsApart ? zeroState(rows: sentences, pass) : nil)
    return Saved(
      input: input,
      buffers: buffers(arena.matrix(rows: rows, columns: gatesSize), pass),
      state: RecurrentState(
        hidden: arena.matrix(rows: rows, columns: hiddenSize),
        cell: arena.matrix(rows: rows, columns: cell.hasCellState ? hiddenSize : 0)),
      previousHidden: arena.matrix(rows: rows, columns: hiddenSize), initial: initial)
  }

  /// Fills the gates with the products of `input` and the input weights.
  package func multiplyInput(
    _ input: LayerInput, _ buffers: Buffers, _ pass: Pass
  ) {
    if let repeated = input.repeated {
      pass.arena.scope {
        let products = pass.arena.matrix(rows: input.matrix.rows, columns: gatesSize)
        pass.multiply(input.matrix, by: inputWeight, into: products)
        buffers.gates.gather(repeated, from: products)
      }
    } else {
      pass.multiply(input.matrix, by: inputWeight, into: buffers.gates)
    }
    if let norms, let saved = buffers.norms {
      norms.input.forward(buffers.gates, into: buffers.gates, saved.input, pass)
    }
  }

  /// Adds the row of each sentence to the gates at all its steps.
  private func add(
    _ addend: MatrixView, to gates: MatrixView, _ lengths: PackedLengths, _ pass: Pass
  ) {
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      pass.kernels.add(addend.rows(0..<rows.count), to: gates.rows(rows))
    }
  }

  /// Computes one step of `forward`.
  package func advance(
    _ saved: Saved, at step: Int, _ lengths: PackedLengths, _ pass: Pass
  ) {
    let rows = lengths.rows(at: step)
    let previous = previousState(at: step, lengths, saved)
    if let previous { saved.previousHidden.rows(rows).copy(from: previous.hidden) }
    advance(
      saved.buffers.rows(rows), from: previous, to: saved.state.rows(rows), pass)
  }

  /// Computes one step. On entry, the gates of `buffers` hold the products with the input; those
  /// with the hidden state are added. `next` may be `previous`.
  package func advance(
    _ buffers: Buffers, from previous: RecurrentState?, to next: RecurrentState,
    _ pass: Pass
  ) {
    if let previous {
      pass.multiply(
        previous.hidden, by: hiddenWeight, into: buffers.products ?? buffers.gates,
        accumulating: buffers.products == nil)
    }
    if let norms, let products = buffers.products, let saved = buffers.norms {
      norms.hidden.forward(products, into: products, saved.hidden, pass)
    }
    if let products = buffers.products, hiddenBias == nil {
      pass.kernels.add(products, to: buffers.gates)
    }
    cellForward(buffers, from: previous, to: next, pass)
  }

  /// Returns the state before `step` of the sentences that have a token there; nil for zeros.
  func previousState(
    at step: Int, _ lengths: PackedLengths, _ saved: Saved
  ) -> RecurrentState? {
    let active = 0..<lengths.batchSizes[step]
    if step == 0 { return saved.initial?.rows(active) }
    return saved.state.rows(lengths.rows(at: step - 1)).rows(active)
  }

  /// Returns the state of each sentence after its own last step, `[B, H]`.
  package func finalState(
    _ saved: Saved, _ lengths: PackedLengths, _ pass: Pass
  ) -> RecurrentState {
    saved.state.gathering(lengths.lastRows, pass)
  }
}
