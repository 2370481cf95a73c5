// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Computes the decoder's initial states from the encoder's results.
package struct DecoderStart: Sendable {
  package let kind: DecoderInitialization
  /// Nil unless `kind` is `bridge`.
  private let bridge: StateBridge?

  package init(_ layout: inout ParameterLayout, _ configuration: ModelConfiguration) {
    kind = configuration.decoderInitialization
    bridge =
      kind == .bridge
      ? StateBridge(
        &layout, name: "bridge", inputSize: configuration.hiddenSize, configuration.stack) : nil
  }

  package var matrices: [ParameterSlot] { bridge?.matrices ?? [] }

  package struct Saved {
    /// The initial state of each layer, `[B, H]`, in the order of the decoder's sentences.
    package let states: [RecurrentState]
    fileprivate var bridged: StateBridge.Saved?
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
      guard let bridge else { preconditionFailure("no bridge") }
      let bridged = bridge.forward(final.map { $0.gathering(rows, pass) }, pass)
      return Saved(states: bridged.states, bridged: bridged)
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
      guard let bridge, let saved = saved.bridged else { preconditionFailure("no bridge") }
      return bridge.backward(dStates, saved, pass).map { $0.gathering(rows, pass) }
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
