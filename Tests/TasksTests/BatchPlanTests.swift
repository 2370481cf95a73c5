// SPDX-License-Identifier: Apache-2.0

import Corpora
import Tasks
import TestSupport
import Testing
import Text
import Training

@Suite struct BatchPlanTests {
  @Test(arguments: [1, 2, 63, 64, 65, 1000, 7001])
  func everyPairIsInOneBatch(pairs: Int) {
    let plan = BatchPlan(examples: pairs, batchSize: 64, seed: 3, epoch: 1)
    let batches = (0..<plan.count).map { plan[$0] }
    #expect(batches.joined().sorted() == Array(0..<UInt32(pairs)))
    #expect(batches.count == (pairs + 63) / 64)
    #expect(batches.dropLast().allSatisfy { $0.count == 64 })
    #expect(batches.last?.isEmpty == false)
  }

  /// Pair n has n + 1 tokens.
  @Test(arguments: [1, 10, 64, 100_000]) func batchesFillTheirTokens(budget: Int) {
    let pairs = 50
    let plan = BatchPlan(examples: pairs, batchTokens: budget, seed: 3, epoch: 1) { $0 + 1 }
    let batches = (0..<plan.count).map { plan[$0] }
    #expect(batches.joined().sorted() == Array(0..<UInt32(pairs)))
    let fixed = BatchPlan(examples: pairs, batchSize: pairs, seed: 3, epoch: 1)
    #expect(Array(batches.joined()) == Array(fixed[0]), "the order is that of other batches")
    func tokens(_ batch: ArraySlice<UInt32>) -> Int { batch.reduce(0) { $0 + Int($1) + 1 } }
    for (batch, next) in zip(batches, batches.dropFirst()) {
      #expect(tokens(batch) <= budget || batch.count == 1)
      #expect(tokens(batch) + Int(next[next.startIndex]) + 1 > budget)
    }
    #expect(batches.allSatisfy { !$0.isEmpty })
  }

  @Test func pairsThatAreNotShuffledKeepTheirOrder() {
    for epoch in 0..<2 {
      let plan = BatchPlan(examples: 20, batchSize: 8, seed: 3, epoch: epoch, isShuffled: false)
      #expect(plan.batches(0..<plan.count).map(Array.init).map(\.count) == [8, 8, 4])
      #expect(Array(plan.batches(0..<plan.count).joined()) == Array(0..<20))
      let ofTokens = BatchPlan(
        examples: 20, batchTokens: 10, seed: 3, epoch: epoch, isShuffled: false
      ) { _ in 4 }
      #expect(Array(ofTokens.batches(0..<ofTokens.count).joined()) == Array(0..<20))
    }
  }

  /// With dropout, words are split differently in each epoch, so that the sizes of pairs change.
  @Test(arguments: [0, 0.5] as [Float]) func tokensAreThoseOfTheEpoch(dropout: Float) throws {
    let directory = TemporaryDirectory()
    try ReversalTask.write(50, seed: 1, to: directory.path("train.tsv"))
    var settings = DataConfiguration()
    (settings.subwordMerges, settings.subwordDropout) = (20, dropout)
    let language = TokenizerConfiguration(language: "en")
    let data = try TrainingData(
      .pairs(directory.path("train.tsv")), source: language, target: language, settings)
    var configuration = TrainingConfiguration()
    configuration.batchTokens = 40
    for (epoch, seed) in [(0, 1), (0, 1), (1, 1), (0, 1), (0, 2)] as [(Int, UInt64)] {
      configuration.seed = seed
      let tokens = data.training.tokenCounts(epoch: epoch, seed: seed)
      let expected = BatchPlan(examples: 50, batchTokens: 40, seed: seed, epoch: epoch) {
        Int(tokens[$0])
      }
      #expect(data.plan(epoch: epoch, configuration) == expected)
    }
  }

  @Test func aChangeOfBatchSizeKeepsThePairsDone() {
    let plan = BatchPlan(examples: 20, batchSize: 8, seed: 3, epoch: 1)
    #expect((0...3).map { plan.examples(before: $0) } == [0, 8, 16, 20])
    #expect([0, 7, 8, 15, 16, 19, 20].map { plan.batches(within: $0) } == [0, 0, 1, 1, 2, 2, 3])
  }

  /// Resuming depends on the order: with another one, an epoch would train on some pairs twice.
  @Test func theOrderNeverChanges() {
    let plan = BatchPlan(examples: 20, batchSize: 8, seed: 3, epoch: 1)
    #expect(
      (0..<plan.count).map { Array(plan[$0]) } == [
        [13, 12, 0, 7, 16, 19, 17, 2], [18, 11, 8, 6, 10, 15, 4, 9], [14, 3, 1, 5],
      ])
  }

  @Test func seedAndEpochDecideTheOrder() {
    func plan(seed: UInt64, epoch: Int) -> BatchPlan {
      BatchPlan(examples: 500, batchSize: 8, seed: seed, epoch: epoch)
    }
    #expect(plan(seed: 1, epoch: 0) == plan(seed: 1, epoch: 0))
    #expect(plan(seed: 1, epoch: 0) != plan(seed: 1, epoch: 1))
    #expect(plan(seed: 1, epoch: 0) != plan(seed: 2, epoch: 0))
  }
}
