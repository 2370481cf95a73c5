// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Training

@Suite struct BatchPlanTests {
  private static func lengths(_ count: Int) -> [(source: Int, target: Int)] {
    var random = SeededGenerator(seed: 7)
    return (0..<count).map { _ in
      (Int.random(in: 1...30, using: &random), Int.random(in: 1...30, using: &random))
    }
  }

  @Test(arguments: [1, 2, 63, 64, 65, 1000, 7001])
  func everyPairIsInOneBatch(pairs: Int) {
    let plan = BatchPlan(lengths: Self.lengths(pairs), batchSize: 64, seed: 3, epoch: 1)
    #expect(plan.batches.joined().sorted() == Array(0..<pairs))
    #expect(plan.batches.count == (pairs + 63) / 64)
    #expect(plan.batches.allSatisfy { $0.count <= 64 && !$0.isEmpty })
  }

  @Test func seedAndEpochDecideTheOrder() {
    func plan(seed: UInt64, epoch: Int) -> BatchPlan {
      BatchPlan(lengths: Self.lengths(500), batchSize: 8, seed: seed, epoch: epoch)
    }
    #expect(plan(seed: 1, epoch: 0) == plan(seed: 1, epoch: 0))
    #expect(plan(seed: 1, epoch: 0) != plan(seed: 1, epoch: 1))
    #expect(plan(seed: 1, epoch: 0) != plan(seed: 2, epoch: 0))
  }

  @Test func pairsOfLikeLengthShareABatch() {
    let lengths = Self.lengths(6400)
    let plan = BatchPlan(lengths: lengths, batchSize: 64, seed: 1, epoch: 0)
    let spreads = plan.batches.map { batch in
      let targets = batch.map { lengths[$0].target }
      return (targets.max() ?? 0) - (targets.min() ?? 0)
    }
    #expect(spreads.allSatisfy { $0 <= 2 })
  }
}
