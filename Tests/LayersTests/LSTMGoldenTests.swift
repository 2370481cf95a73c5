// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

/// Compares every element, forward and backward, with PyTorch.
@Suite struct LSTMGoldenTests {
  @Test(arguments: ["lstm", "lstm_single", "lstm_wide"], [false, true])
  func agreesWithPyTorch(_ name: String, packed: Bool) throws {
    let golden = try Golden(name)
    let bench = try LSTMBench(golden, packed: packed)
    let arena = bench.workspace.arena

    let saved = bench.forward()
    let final = bench.layer.finalState(saved, bench.lengths, bench.pass)
    try expectClose(saved.hidden.elements, golden.floats("y"), relative: 1e-6, "y")
    try expectClose(final.hidden.elements, golden.floats("h"), relative: 1e-6, "h")
    try expectClose(final.cell.elements, golden.floats("c"), relative: 1e-6, "c")

    let back = try bench.backward(
      dHidden: golden.matrix("d.y", arena),
      dState: RecurrentState(
        hidden: golden.matrix("d.h", arena), cell: golden.matrix("d.c", arena)),
      saved)
    for (found, name) in [
      (back.dInput, "d.x"), (back.dInitial.hidden, "d.h0"), (back.dInitial.cell, "d.c0"),
    ] {
      try expectClose(found.elements, golden.floats(name), relative: 2e-6, name)
    }
    for (slot, name) in [
      (bench.layer.inputWeight, "d.weight_ih"), (bench.layer.hiddenWeight, "d.weight_hh"),
      (bench.layer.bias, "d.bias"),
    ] {
      try expectClose(bench.gradient.values(slot), golden.floats(name), relative: 2e-6, name)
    }
  }

  @Test func batchSizesAgreeWithPyTorch() throws {
    for name in ["lstm", "lstm_single", "lstm_wide"] {
      let golden = try Golden(name)
      let lengths = try PackedLengths(golden.integers("lengths"))
      #expect(try lengths.batchSizes == golden.integers("batch_sizes"))
    }
  }
}
