// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Models
import TestSupport
import Testing

@Suite struct SearchTests {
  private func search(_ maximumLength: Int, _ change: (inout Search) -> Void) -> Search {
    var search = Search(markers: markers, maximumLength: maximumLength)
    change(&search)
    return search
  }

  /// Even if all words are nearly equally probable, so that ties decide.
  @Test func aBeamOfOneIsGreedySearch() throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      for range in [0.001, 0.3, 1, 3] as [Float] {
        let random = RandomModel(range: range, seed: seed)
        let inputs = RandomModel.inputs(9, seed: seed)
        let ensemble = random.ensemble()
        let expected = GreedySearch(markers: markers, maximumLength: 12)
          .run(inputs.map { $0.sources[0] }, try #require(ensemble.only))
        let found = search(12) { _ in }.run(inputs, ensemble)
        #expect(found.allSatisfy { $0.count == 1 })
        #expect(found.map { $0[0].words } == expected.map(\.words), "\(seed), \(range)")
        #expect(found.map { $0[0].isFinished } == expected.map(\.isFinished))
      }
    }
  }

  /// All translations of up to three words from a vocabulary of five, including the end token. A
  /// beam that is wide enough for all of them must find the best ones, although the search may stop
  /// early.
  @Test func theWidestBeamFindsTheOptimum() throws {
    let words: [Int32] = [0, 1, 2, 4]
    let all = (0...3).reduce(into: [[[Int32]]]()) { found, _ in
      found.append(found.last?.flatMap { start in words.map { start + [$0] } } ?? [[]])
    }.flatMap { $0 }
    #expect(all.count == 1 + 4 + 16 + 64)
    for seed in 1...6 as ClosedRange<UInt64> {
      let random = RandomModel(words: 5, seed: seed)
      let input = RandomModel.inputs(3, seed: seed)[0]
      let logProbabilities = try random.logProbabilities(of: all, source: input.sources[0])
      for penalty in [LengthPenalty.none, .average, .wu(alpha: 0.6)] {
        let scores = logProbabilities.map { tokens in
          tokens.reduce(0) { $0 + Double($1) } / penalty.divisor(words: tokens.count)
        }
        let best = all.indices.sorted { scores[$0] > scores[$1] }
        for wanted in [1, 5, all.count] {
          let ranking = Ranking(penalty, CoveragePenalty(weight: 0))
          let found = search(4) {
            ($0.beamSize, $0.wanted, $0.ranking) = (625, wanted, ranking)
          }.run([input], random.ensemble())[0]
          #expect(found.allSatisfy { $0.isFinished })
          expectClose(
            found.map(ranking.score), best.prefix(wanted).map { scores[$0] }, relative: 1e-5,
            "scores of seed \(seed)")
          #expect(found.first?.words == all[best[0]], "seed \(seed), \(penalty)")
        }
      }
    }
  }

  /// The log-probabilities found by search are those that training computes.
  @Test func logProbabilitiesAreThoseOfForcedScoring() throws {
    let random = RandomModel()
    for input in RandomModel.inputs(5) {
      let found = search(10) { ($0.beamSize, $0.wanted) = (4, 4) }
        .run([input], random.ensemble())[0]
      #expect(found.count == 4 && Set(found.map(\.words)).count == 4)
      let expected = try random.logProbabilities(
        of: found.map(\.words), source: input.sources[0])
      for (found, expected) in zip(found, expected) {
        expectClose(
          found.logProbabilities, Array(expected.prefix(found.logProbabilities.count)),
          relative: 1e-5, "log-probabilities")
        #expect(found.logProbabilities.count == found.words.count + (found.isFinished ? 1 : 0))
        #expect(
          found.logProbability == found.logProbabilities.reduce(0) { $0 + Double($1) })
      }
    }
  }

  @Test func betterHypothesesComeFirst() {
    let random = RandomModel(words: 8)
    for penalty in [LengthPenalty.none, .average, .wu(alpha: 1)] {
      let ranking = Ranking(penalty, CoveragePenalty(weight: 0))
      let found = search(9) { ($0.beamSize, $0.wanted, $0.ranking) = (6, 6, ranking) }
        .run(RandomModel.inputs(6), random.ensemble())
      for found in found {
        let finished = found.filter(\.isFinished).map(ranking.score)
        #expect(finished == finished.sorted(by: >))
        #expect(!found.drop { $0.isFinished }.contains { $0.isFinished })
      }
    }
  }

  /// Beams, samples and constraints, in a batch and alone.
  @Test func theBatchDoesNotChangeATranslation() {
    let random = RandomModel(range: 3)
    var inputs = RandomModel.inputs(10)
    inputs[3] = SearchInput(sources: inputs[3].sources, prefix: [7, 8], line: 3)
    var constraints = SearchConstraints()
    constraints.minimumLength = 3
    constraints.noRepeatNGrams = 2
    let searches = [
      search(12) { ($0.beamSize, $0.wanted) = (5, 3) },
      search(12) { ($0.beamSize, $0.constraints) = (3, constraints) },
      search(12) { ($0.sampling, $0.wanted) = (Sampling(), 3) },
    ]
    for search in searches {
      let together = search.run(inputs, random.ensemble())
      let alone = inputs.map { search.run([$0], random.ensemble())[0] }
      #expect(together == alone)
      #expect(Set(together.map { $0[0].words }).count > 3)
      let ensemble = random.ensemble()
      let halves = [inputs[..<4], inputs[4...]].flatMap { search.run(Array($0), ensemble) }
      #expect(together == halves)
    }
  }

  @Test func theConstraintsHold() {
    let random = RandomModel(words: 7, range: 2)
    let inputs = RandomModel.inputs(8).map {
      SearchInput(sources: $0.sources, prefix: [5, 5, 4], line: $0.line)
    }
    var constraints = SearchConstraints()
    constraints.minimumLength = 6
    constraints.noRepeatNGrams = 2
    constraints.forbidden = [1]
    for beam in [1, 4] {
      let found = search(9) {
        ($0.beamSize, $0.wanted, $0.constraints) = (beam, beam, constraints)
      }.run(inputs, random.ensemble())
      for hypothesis in found.flatMap({ $0 }) {
        #expect(hypothesis.words.starts(with: [5, 5, 4]))
        #expect(hypothesis.words.count >= 6 && hypothesis.words.count <= 9)
        #expect(!hypothesis.words.contains(1))
        let pairs = zip(hypothesis.words, hypothesis.words.dropFirst()).map { [$0, $1] }
        #expect(Set(pairs).count == pairs.count, "\(hypothesis.words)")
      }
    }
  }

  @Test func samplesDiffer() {
    let random = RandomModel(range: 0.3)
    func samples(seed: UInt64, line: Int) -> [[Int32]] {
      var sampling = Sampling()
      sampling.seed = seed
      let input = SearchInput(sources: RandomModel.sources(4)[0...0].map { $0 }, line: line)
      return search(8) { ($0.sampling, $0.wanted) = (sampling, 6) }
        .run([input], random.ensemble())[0].map(\.words)
    }
    let first = samples(seed: 1, line: 1)
    #expect(Set(first).count == 6)
    #expect(samples(seed: 1, line: 1) == first)
    #expect(samples(seed: 2, line: 1) != first)
    #expect(samples(seed: 1, line: 2) != first)
  }
}
