// SPDX-License-Identifier: Apache-2.0

import Inference
import Testing

@Suite struct SearchBatchesTests {
  private func sizes(
    _ lengths: [Int], batchSize: Int = 64, hypotheses: Int = 1, vocabulary: Int = 32_000,
    keepsSources: Bool = false, workers: Int = 1
  ) -> [Int] {
    let batches = SearchBatches(
      mostSentences: batchSize, hypotheses: hypotheses, targetVocabulary: vocabulary,
      keepsSources: keepsSources
    ).batches(ofLengths: lengths, workers: workers)
    #expect(batches.flatMap { $0 } == Array(lengths.indices), "each sentence once, in order")
    return batches.map(\.count)
  }

  private func lengths(_ count: Int, _ length: Int = 10) -> [Int] {
    [Int](repeating: length, count: count)
  }

  @Test func batchesHaveNearlyEqualSizes() {
    #expect(sizes([]) == [])
    #expect(sizes(lengths(64)) == [64])
    #expect(sizes(lengths(65)) == [32, 33])
    #expect(sizes(lengths(65), workers: 2) == [32, 33])
    #expect(sizes(lengths(3), workers: 4) == [1, 1, 1])
    #expect(sizes(lengths(130), workers: 2) == [32, 33, 32, 33])
    #expect(sizes(lengths(64), hypotheses: 5, keepsSources: true) == [64])
  }

  @Test func aWideBeamTakesFewerSentences() {
    #expect(sizes(lengths(64), hypotheses: 1000).allSatisfy { $0 == 2 })
    #expect(sizes(lengths(64), hypotheses: 1000, vocabulary: 8_000).allSatisfy { $0 == 8 })
    #expect(sizes(lengths(3), hypotheses: 1000, vocabulary: 1 << 24) == [1, 1, 1])
  }

  @Test func longLinesTakeFewerSentencesWhereEachWordIsKept() {
    let long = lengths(6, 20_000) + lengths(58)
    #expect(sizes(long) == [64])
    #expect(sizes(long, keepsSources: true) == [3, 61])
    #expect(sizes(lengths(2, 100_000), keepsSources: true) == [1, 1])
  }
}
