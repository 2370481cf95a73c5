// SPDX-License-Identifier: Apache-2.0

import Models
import Tasks
import TestSupport
import Testing
import Training

@Suite struct ShardsTests {
  private static let network = EncoderDecoder(
    ModelConfiguration(
      sourceVocabularySize: 50, targetVocabularySize: 70, embeddingSize: 3, hiddenSize: 5,
      layers: 2))
  private static let model = TranslationModel(network)

  private static func pairs(_ count: Int, longest: Int, seed: UInt64) -> [EncodedPair] {
    var generator = SeededGenerator(seed: seed)
    func words() -> ArraySlice<Int32> {
      ArraySlice(repeating: 4, count: Int.random(in: 0...longest, using: &generator))
    }
    return (0..<count).map { _ in (words(), words()) }
  }

  private static func work(_ pairs: [EncodedPair]) -> Int {
    pairs.reduce(0) { $0 + model.work($1) }
  }

  @Test func everyPairIsInOneShardAndNoneIsEmpty() {
    withEvery("pairs", in: [0, 1, 2, 5, 64]) { count in
      withEvery("workers", in: [1, 2, 3, 7]) { workers in
        let pairs = Self.pairs(count, longest: 9, seed: UInt64(count))
        let shards = Shards.divide(pairs.map(Self.model.work), between: workers)
        #expect(shards.count == min(workers, count), "\(labelled())")
        #expect(shards.allSatisfy { !$0.isEmpty }, "\(labelled())")
        #expect(shards.joined().sorted() == Array(0..<count), "\(labelled())")
      }
    }
  }

  /// The difference is at most the work of the longest pair.
  @Test func shardsHaveAboutTheSameWork() {
    withEvery("workers", in: [2, 3, 7]) { workers in
      let pairs = Self.pairs(64, longest: 40, seed: 3)
      let sums = Shards.divide(pairs.map(Self.model.work), between: workers).map { shard in
        Self.work(shard.map { pairs[$0] })
      }
      let longest = pairs.map { Self.work([$0]) }.max() ?? 0
      #expect((sums.max() ?? 0) - (sums.min() ?? 0) <= longest, "\(labelled())")
    }
  }

  /// The end of a sentence is one more token on each side.
  @Test func workIsThatOfAllTokens() {
    let pair: EncodedPair = ([4, 5], [6])
    #expect(
      Self.model.work(pair)
        == 3 * Self.network.multiplyAddsPerSourceToken
        + 2 * Self.network.multiplyAddsPerTargetToken)
  }

  /// Σ (input + H) · 4H over the layers, and H · V.
  @Test func workIsThatOfTheMatrixProducts() {
    #expect(Self.network.multiplyAddsPerSourceToken == (3 + 5) * 20 + (5 + 5) * 20)
    #expect(Self.network.multiplyAddsPerTargetToken == (3 + 5) * 20 + (5 + 5) * 20 + 5 * 70)
  }
}
