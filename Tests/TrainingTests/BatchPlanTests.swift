// SPDX-License-Identifier: Apache-2.0

import Testing
import Training

@Suite struct BatchPlanTests {
  @Test(arguments: [1, 2, 63, 64, 65, 1000, 7001])
  func everyPairIsInOneBatch(pairs: Int) {
    let plan = BatchPlan(pairs: pairs, batchSize: 64, seed: 3, epoch: 1)
    #expect(plan.batches.joined().sorted() == Array(0..<pairs))
    #expect(plan.batches.count == (pairs + 63) / 64)
    #expect(plan.batches.dropLast().allSatisfy { $0.count == 64 })
    #expect(plan.batches.last?.isEmpty == false)
  }

  @Test func seedAndEpochDecideTheOrder() {
    func plan(seed: UInt64, epoch: Int) -> BatchPlan {
      BatchPlan(pairs: 500, batchSize: 8, seed: seed, epoch: epoch)
    }
    #expect(plan(seed: 1, epoch: 0) == plan(seed: 1, epoch: 0))
    #expect(plan(seed: 1, epoch: 0) != plan(seed: 1, epoch: 1))
    #expect(plan(seed: 1, epoch: 0) != plan(seed: 2, epoch: 0))
  }
}
