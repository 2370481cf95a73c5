// SPDX-License-Identifier: Apache-2.0

import Testing
import Training

@Suite struct BatchPlanTests {
  @Test(arguments: [1, 2, 63, 64, 65, 1000, 7001])
  func everyPairIsInOneBatch(pairs: Int) {
    let plan = BatchPlan(pairs: pairs, batchSize: 64, seed: 3, epoch: 1)
    let batches = (0..<plan.count).map { plan[$0] }
    #expect(batches.joined().sorted() == Array(0..<UInt32(pairs)))
    #expect(batches.count == (pairs + 63) / 64)
    #expect(batches.dropLast().allSatisfy { $0.count == 64 })
    #expect(batches.last?.isEmpty == false)
  }

  /// Resuming depends on it: another order would train on some pairs twice in an epoch.
  @Test func theOrderNeverChanges() {
    let plan = BatchPlan(pairs: 20, batchSize: 8, seed: 3, epoch: 1)
    #expect(
      (0..<plan.count).map { Array(plan[$0]) } == [
        [13, 12, 0, 7, 16, 19, 17, 2], [18, 11, 8, 6, 10, 15, 4, 9], [14, 3, 1, 5],
      ])
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
