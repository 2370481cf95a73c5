// SPDX-License-Identifier: Apache-2.0

package import Compute

extension DirectedLayer {
  /// Runs on from `initial` `[B, H]`, or from zeros, without keeping anything for a backward pass. A
  /// layer with two directions always starts from zeros. `gates` `[N, GH]` holds the products of the
  /// rows with the input weights, for each direction, and is overwritten. Returns the output
  /// `[N, H]` and the state after each sentence's own last step, `[B, H]`.
  package func run(
    gates: [MatrixView], _ lengths: PackedLengths, from initial: RecurrentState?, _ pass: Pass
  ) -> (output: MatrixView, final: RecurrentState) {
    let states = directions.map { $0.zeroState(rows: lengths.sentences, pass) }
    if let initial {
      precondition(!isBidirectional, "two directions start from zeros")
      states[0].hidden.copy(from: initial.hidden)
      states[0].cell.copy(from: initial.cell)
    }
    let output = ahead.run(
      gates: gates[0], lengths, state: states[0], isZero: initial == nil, pass)
    guard isBidirectional else { return (output, states[0]) }
    let reversed = lengths.reversedRows
    let back = directions[1].run(
      gates: gates[1].gathering(reversed, pass.arena), lengths, state: states[1], isZero: true,
      pass)
    return (
      joined(output, back.gathering(reversed, pass.arena), pass), joined(states, pass)
    )
  }
}
