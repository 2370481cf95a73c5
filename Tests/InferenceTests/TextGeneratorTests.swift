// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Inference
import Models
import TestSupport
import Testing
import Threads

@Suite struct TextGeneratorTests {
  private func generator(
    _ maximumLength: Int, _ change: (inout TextGenerator) -> Void = { _ in }
  ) -> TextGenerator {
    var generator = TextGenerator(maximumLength: maximumLength)
    change(&generator)
    return generator
  }

  private static let samplings: [Sampling] = {
    var (cool, top, nucleus) = (Sampling(), Sampling(), Sampling())
    (cool.temperature, cool.seed) = (0.7, 9)
    top.topK = 3
    nucleus.topP = 0.8
    return [Sampling(), cool, top, nucleus]
  }()

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func aSampleDoesNotDependOnThreadsOrOtherSamples(_ kind: TinyLanguageModel.Kind) throws {
    let model = TinyLanguageModel(kind, words: 9)
    for sampling in Self.samplings {
      let generator = generator(20) { ($0.sampling, $0.end) = (sampling, 3) }
      let seed: [Int32] = [4, 1]
      let expected = generator.continuations(of: seed, samples: 0..<7, model.predictor())
      #expect(expected.map(\.sample) == Array(0..<7))
      #expect(Set(expected.map(\.tokens)).count > 3)
      let predictor = model.predictor()
      for number in [6, 0, 3] {
        let alone = generator.continuations(of: seed, samples: number..<number + 1, predictor)
        #expect(alone == [expected[number]])
      }
      for threads in [1, 3] {
        let pool = PredictorPool(try WorkerPool(count: threads)) { model.predictor() }
        for samples in [0, 1, 2, 7] {
          let found = generator.continuations(of: seed, samples: samples, pool)
          #expect(found == Array(expected.prefix(samples)), "\(samples) on \(threads)")
        }
      }
    }
  }

  @Test func seedAndLineChangeTheSamples() {
    let predictor = TinyLanguageModel(.lstm, words: 9).predictor()
    func tokens(_ change: (inout TextGenerator) -> Void) -> [Int32] {
      generator(12, change).continuations(of: [2], samples: 0..<1, predictor)[0].tokens
    }
    var other = Sampling()
    other.seed = 2
    let all = [tokens { _ in }, tokens { $0.line = 1 }, tokens { $0.sampling = other }]
    #expect(Set(all).count == 3)
    #expect(tokens { _ in } == all[0])
  }

  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func greedyTakesTheMostProbableToken(_ kind: TinyLanguageModel.Kind) {
    for seed in 1...5 as ClosedRange<UInt64> {
      let model = TinyLanguageModel(kind, words: 7, seed: seed)
      let generator = generator(8) { ($0.sampling, $0.forbidden) = (nil, [0, 2]) }
      let found = generator.continuations(of: [1, 5], samples: 0..<2, model.predictor())
      #expect(found[0].tokens == found[1].tokens && found[0].tokens.count == 8)
      for (step, token) in found[0].tokens.enumerated() {
        let prefix = [1, 5] + found[0].tokens.prefix(step)
        let best = [1, 3, 4, 5, 6].max {
          model.logProbability(of: [$0], after: prefix)
            < model.logProbability(of: [$1], after: prefix)
        }
        #expect(token == best, "step \(step) of seed \(seed)")
      }
    }
  }

  /// Pearson's chi-squared test over all pairs of tokens. With 24 degrees of freedom, 59.0 is
  /// exceeded once in 10,000 times; the seed is fixed.
  @Test(arguments: TinyLanguageModel.Kind.allCases)
  func frequenciesAreTheProbabilities(_ kind: TinyLanguageModel.Kind) {
    let (model, samples) = (TinyLanguageModel(kind), 4000)
    let found = generator(2).continuations(of: [3], samples: 0..<samples, model.predictor())
    let counts = Dictionary(found.map { ($0.tokens, 1.0) }, uniquingKeysWith: +)
    let terms = allSequences(2, of: [0, 1, 2, 3, 4]).map { pair in
      let expected = Double(samples) * exp(model.logProbability(of: pair, after: [3]))
      let difference = counts[pair, default: 0] - expected
      return difference * difference / expected
    }
    #expect(terms.reduce(0, +) < 59.0)
  }

  @Test func eachContinuationEndsForItsOwnReason() {
    let predictor = TinyLanguageModel(.gru).predictor()
    let generator = generator(9) { $0.end = 2 }
    func stops(_ tokens: [Int32]) -> Bool { tokens.suffix(2) == [1, 1] }
    var streamed: [Int: [Int32]] = [:]
    func goesOn(_ sample: Int, _ token: Int32) -> Bool {
      streamed[sample, default: []].append(token)
      return !stops(streamed[sample, default: []])
    }
    let found = generator.continuations(of: [], samples: 0..<200, predictor, goesOn: goesOn)
    for continuation in found {
      let tokens = continuation.tokens
      #expect(streamed[continuation.sample, default: []] == tokens)
      #expect(!tokens.contains(2))
      #expect((1..<max(tokens.count, 1)).allSatisfy { !stops(Array(tokens.prefix($0))) })
      switch continuation.ending {
      case .end: #expect(!stops(tokens) && tokens.count < 9)
      case .stopped: #expect(stops(tokens))
      case .maximumLength: #expect(!stops(tokens) && tokens.count == 9)
      }
    }
    let endings: [TextGenerator.Ending] = [.end, .stopped, .maximumLength]
    #expect(endings.allSatisfy { ending in found.contains { $0.ending == ending } })
    // A longer maximum continues only those that it ended.
    streamed = [:]
    let longer = self.generator(11) { $0.end = 2 }
      .continuations(of: [], samples: 0..<200, predictor, goesOn: goesOn)
    for (found, longer) in zip(found, longer) {
      #expect(longer.tokens.starts(with: found.tokens))
      if found.ending != .maximumLength { #expect(longer == found) }
    }
  }

  @Test func forbiddenTokensAreNeverDrawn() {
    let predictor = TinyLanguageModel(.window).predictor()
    let found = generator(10) { $0.forbidden = [0, 3, 4] }
      .continuations(of: [1], samples: 0..<50, predictor)
    #expect(Set(found.flatMap(\.tokens)) == [1, 2])
    let none = generator(10) { $0.forbidden = [0, 1, 2, 3, 4] }
      .continuations(of: [1], samples: 0..<2, predictor)
    #expect(none.allSatisfy { $0.tokens.isEmpty && $0.ending == .end })
    let empty = generator(0).continuations(of: [1], samples: 0..<1, predictor)
    #expect(empty[0].tokens.isEmpty && empty[0].ending == .maximumLength)
  }
}
