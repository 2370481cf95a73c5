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

  /// Pair n has n + 1 tokens.
  @Test(arguments: [1, 10, 64, 100_000]) func batchesFillTheirTokens(budget: Int) {
    let pairs = 50
    let plan = BatchPlan(pairs: pairs, batchTokens: budget, seed: 3, epoch: 1) { $0 + 1 }
    let batches = (0..<plan.count).map { plan[$0] }
    #expect(batches.joined().sorted() == Array(0..<UInt32(pairs)))
    let fixed = BatchPlan(pairs: pairs, batchSize: pairs, seed: 3, epoch: 1)
    #expect(Array(batches.joined()) == Array(fixed[0]), "the order is that of other batches")
    func tokens(_ batch: ArraySlice<UInt32>) -> Int { batch.reduce(0) { $0 + Int($1) + 1 } }
    for (batch, next) in zip(batches, batches.dropFirst()) {
      #expect(tokens(batch) <= budget || batch.count == 1)
      #expect(tokens(batch) + Int(next[next.startIndex]) + 1 > budget)
    }
    #expect(batches.allSatisfy { !$0.isEmpty })
  }

  @Test func pairsThatAreDoneAreFoundInOtherBatches() {
    let plan = BatchPlan(pairs: 20, batchSize: 8, seed: 3, epoch: 1)
    #expect((0...3).map { plan.pairs(before: $0) } == [0, 8, 16, 20])
    #expect([0, 7, 8, 15, 16, 19, 20].map { plan.batches(within: $0) } == [0, 0, 1, 1, 2, 2, 3])
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
