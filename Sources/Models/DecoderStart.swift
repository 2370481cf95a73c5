// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Computes the decoder's initial states from the encoder's results.
package struct DecoderStart: Sendable {
  package let kind: DecoderInitialization
  /// The bridges of each layer's hidden state and, if the cell has one, of its cell state.
  private let bridges: [(hidden: TanhLinear, cell: TanhLinear?)]

  package init(_ layout: inout ParameterLayout, _ configuration: ModelConfiguration) {
    kind = configuration.decoderInitialization
    var made: [(hidden: TanhLinear, cell: TanhLinear?)] = []
    for layer in 0..<(kind == .bridge ? configuration.layers : 0) {
      func bridge(_ part: String) -> TanhLinear {
        TanhLinear(
          &layout, name: "bridge.\(part)_l\(layer)", inputSize: configuration.hiddenSize,
          outputSize: configuration.hiddenSize)
      }
      made.append((bridge("hidden"), configuration.cell.hasCellState ? bridge("cell") : nil))
    }
    bridges = made
  }

  package var matrices: [ParameterSlot] {
    bridges.flatMap { [$0.hidden.weight] + ($0.cell.map { [$0.weight] } ?? []) }
  }

  package struct Saved {
    /// The initial state of each layer, `[B, H]`, in the order of the decoder's sentences.
    package let states: [RecurrentState]
    fileprivate var bridged: [(hidden: TanhLinear.Saved, cell: TanhLinear.Saved?)] = []
  }
}

// MARK: - Forward

extension DecoderStart {
  /// Computes the initial states. `rows` lists the encoder's row of each decoder sentence. `output`
  /// `[N, H]` holds the encoder's outputs for the words of `lengths`; only `mean` needs it.
  package func forward(
    _ final: [RecurrentState], _ output: MatrixView?, _ lengths: PackedLengths, rows: [Int32],
    _ pass: Pass
  ) -> Saved {
    switch kind {
    case .copy: return Saved(states: final.map { $0.gathering(rows, pass) })
    case .bridge:
      return bridge(final.map { $0.gathering(rows, pass) }, pass)
    case .mean:
      guard let output else { preconditionFailure("the mean is one of outputs") }
      let mean = mean(of: output, lengths, pass)
      return Saved(
        states: final.map { state in
          RecurrentState(hidden: mean, cell: zeros(like: state.cell, pass))
            .gathering(rows, pass)
        })
    case .zero:
      return Saved(
        states: final.map {
          RecurrentState(
            hidden: zeros(like: $0.hidden, pass), cell: zeros(like: $0.cell, pass))
        })
    }
  }

  private func bridge(
    _ states: [RecurrentState], _ pass: Pass
  ) -> Saved {
    let bridged = zip(bridges, states).map { bridge, state in
      (
        hidden: bridge.hidden.forward(state.hidden, pass),
        cell: bridge.cell?.forward(state.cell, pass)
      )
    }
    return Saved(
      states: zip(bridged, states).map { bridged, state in
        RecurrentState(hidden: bridged.hidden.output, cell: bridged.cell?.output ?? state.cell)
      }, bridged: bridged)
  }

  /// Returns the mean of each sentence's rows.
  private func mean(
    of output: MatrixView, _ lengths: PackedLengths, _ pass: Pass
  ) -> MatrixView {
    let mean = pass.arena.zeros(rows: lengths.sentences, columns: output.columns)
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      pass.kernels.add(output.rows(rows), to: mean.rows(0..<rows.count))
    }
    for (row, length) in lengths.lengths.enumerated() { mean.row(row).scale(by: 1 / Float(length)) }
    return mean
  }

  private func zeros(like matrix: MatrixView, _ pass: Pass) -> MatrixView {
    pass.arena.zeros(rows: matrix.rows, columns: matrix.columns)
  }
}

// MARK: - Backward

extension DecoderStart {
  /// Adds gradient terms and, if `kind` is `mean`, adds to `dOutput`, the gradient of the encoder's
  /// outputs. Returns the gradient of the encoder's final states, in the encoder's order. `rows`
  /// lists the decoder's row of each encoder sentence. `dStates`, the gradient of the initial
  /// states, is overwritten.
  package func backward(
    _ dStates: [RecurrentState], _ saved: Saved, dOutput: MatrixView, _ lengths: PackedLengths,
    rows: [Int32], _ pass: Pass
  ) -> [RecurrentState] {
    switch kind {
    case .copy: return dStates.map { $0.gathering(rows, pass) }
    case .bridge:
      return zip(zip(bridges, saved.bridged), dStates).map { layer, dState in
        let (bridge, saved) = layer
        var dCell = dState.cell
        if let cell = bridge.cell, let saved = saved.cell {
          dCell = cell.backward(dState.cell, saved, pass)
          cell.addGradients(dState.cell, saved, pass)
        }
        let dHidden = bridge.hidden.backward(dState.hidden, saved.hidden, pass)
        bridge.hidden.addGradients(dState.hidden, saved.hidden, pass)
        return RecurrentState(hidden: dHidden, cell: dCell).gathering(rows, pass)
      }
    case .mean:
      for dState in dStates {
        let dMean = dState.gathering(rows, pass).hidden
        for (row, length) in lengths.lengths.enumerated() {
          dMean.row(row).scale(by: 1 / Float(length))
        }
        for step in 0..<lengths.steps {
          let rows = lengths.rows(at: step)
          pass.kernels.add(dMean.rows(0..<rows.count), to: dOutput.rows(rows))
        }
      }
      return zeros(like: dStates, pass)
    case .zero: return zeros(like: dStates, pass)
    }
  }

  private func zeros(like states: [RecurrentState], _ pass: Pass) -> [RecurrentState] {
    states.map {
      RecurrentState(
        hidden: zeros(like: $0.hidden, pass), cell: zeros(like: $0.cell, pass))
    }
  }
}
