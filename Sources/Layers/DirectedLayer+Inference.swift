// SPDX-License-Identifier: Apache-2.0

package import Compute

extension DirectedLayer {
  /// The results of a run, in which each direction has its columns.
  package struct Run: Sendable {
    /// `[N, H]`
    package let output: MatrixView
    /// The state after each sentence's own last step, `[B, H]`.
    package let final: RecurrentState
  }

  /// Returns memory for the results of a layer with two directions.
  package func emptyRun(_ lengths: PackedLengths, _ pass: Pass) -> Run {
    let (arena, sentences) = (pass.arena, lengths.sentences)
    return Run(
      output: arena.matrix(rows: lengths.rows, columns: hiddenSize),
      final: RecurrentState(
        hidden: arena.matrix(rows: sentences, columns: hiddenSize),
        cell: arena.matrix(rows: sentences, columns: ahead.cell.hasCellState ? hiddenSize : 0)))
  }

  /// Runs in the only direction, on from `initial` `[B, H]` or from zeros, without keeping anything
  /// for a backward pass. `gates` `[N, GH]` holds the products of the rows with the input weights, and
  /// is overwritten.
  package func run(
    gates: MatrixView, _ lengths: PackedLengths, from initial: RecurrentState?, _ pass: Pass
  ) -> Run {
    precondition(!isBidirectional, "two directions")
    let state = ahead.zeroState(rows: lengths.sentences, pass)
    if let initial {
      state.hidden.copy(from: initial.hidden)
      state.cell.copy(from: initial.cell)
    }
    let output = ahead.run(gates: gates, lengths, state: state, isZero: initial == nil, pass)
    return Run(output: output, final: state)
  }

  /// Runs in one of two directions from zeros, likewise, and writes the results to its columns of
  /// `run`.
  package func run(
    direction: Int, gates: MatrixView, _ lengths: PackedLengths, into run: Run, _ pass: Pass
  ) {
    let (layer, arena) = (directions[direction], pass.arena)
    let reversed = direction == 0 ? nil : lengths.reversedRows
    let state = layer.zeroState(rows: lengths.sentences, pass)
    let output = layer.run(
      gates: reversed.map { gates.gathering($0, arena) } ?? gates, lengths, state: state,
      isZero: true, pass)
    run.output.copy(
      columnsFrom: direction * layer.hiddenSize,
      from: reversed.map { output.gathering($0, arena) } ?? output)
    run.final.hidden.copy(columnsFrom: direction * layer.hiddenSize, from: state.hidden)
    run.final.cell.copy(columnsFrom: direction * state.cell.columns, from: state.cell)
  }
}
