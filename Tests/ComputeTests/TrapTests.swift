// SPDX-License-Identifier: Apache-2.0

import Compute
import Testing

/// A programmer's mistake ends the process before memory is accessed.
@Suite struct TrapTests {
  @Test func productsOfUnequalShapes() async {
    await #expect(processExitsWith: .failure) {
      let arena = Arena()
      Products().multiply(
        arena.zeros(rows: 2, columns: 3), by: arena.zeros(rows: 4, columns: 5),
        into: arena.zeros(rows: 2, columns: 5))
    }
    await #expect(processExitsWith: .failure) {
      let arena = Arena()
      Products().multiply(
        arena.zeros(rows: 2, columns: 3), by: PackedWeights(inner: 3, outer: 5),
        into: arena.zeros(rows: 3, columns: 5))
    }
    await #expect(processExitsWith: .failure) {
      PackedWeights(inner: 3, outer: 5).pack(Arena().zeros(rows: 5, columns: 3))
    }
  }

  @Test func kernelsGivenUnequalShapes() async {
    await #expect(processExitsWith: .failure) {
      let arena = Arena()
      let (gates, cells) = (arena.zeros(rows: 2, columns: 8), arena.zeros(rows: 2, columns: 2))
      Kernels.best.lstmForward(
        gates: gates, bias: arena.zeros(rows: 1, columns: 8), cellIn: cells,
        cellOut: arena.zeros(rows: 1, columns: 2), hiddenOut: cells)
    }
    await #expect(processExitsWith: .failure) {
      let arena = Arena()
      _ = Kernels.best.crossEntropy(
        logits: arena.zeros(rows: 1, columns: 4), bias: arena.zeros(rows: 1, columns: 4),
        targets: [4])
    }
    await #expect(processExitsWith: .failure) {
      let arena = Arena()
      Kernels.best.add(arena.zeros(rows: 1, columns: 4), to: arena.zeros(rows: 1, columns: 5))
    }
  }

  @Test func placesOutsideOfAMatrix() async {
    await #expect(processExitsWith: .failure) { _ = Arena().zeros(rows: 2, columns: 3)[0, 3] }
    await #expect(processExitsWith: .failure) { _ = Arena().zeros(rows: 2, columns: 3).row(2) }
    await #expect(processExitsWith: .failure) {
      let arena = Arena()
      arena.zeros(rows: 1, columns: 3).gather([-1], from: arena.zeros(rows: 2, columns: 3))
    }
  }

  @Test func slotsOfAnotherLayoutAndNamesClaimedTwice() async {
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      let slot = layout.claimVector("w", count: 100)
      _ = ParameterBuffer(ParameterLayout())[slot]
    }
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      _ = layout.claimVector("w", count: 1)
      _ = layout.claimVector("w", count: 1)
    }
  }

  @Test func aDropoutRateOfOne() async {
    await #expect(processExitsWith: .failure) {
      _ = DropoutMask(rate: 1, stream: RandomStream(0), random: Philox(seed: 0, purpose: 0))
    }
  }
}
