// SPDX-License-Identifier: Apache-2.0

import Inference
import TestSupport
import Testing

@Suite struct BeamTests {
  private let ranking = Ranking(.none, CoveragePenalty(weight: 0))

  private func candidate(
    _ parent: Int, _ word: Int32, _ logProbability: Float
  ) -> Beam.Candidate {
    Beam.Candidate(parent: parent, word: word, logProbability: logProbability)
  }

  private func words(_ hypotheses: [Hypothesis]) -> [[Int32]] { hypotheses.map(\.words) }

  @Test func theBestCandidatesOfAllHypothesesGoOn() {
    var beam = Beam(width: 2)
    #expect(
      beam.advance(
        [candidate(0, 4, -1), candidate(0, 5, -2), candidate(0, 6, -3)], attention: nil, end: 3,
        ranking) == [0, 0])
    #expect(words(beam.live) == [[4], [5]])
    #expect(
      beam.advance(
        [candidate(0, 6, -4), candidate(0, 7, -5), candidate(1, 8, -0.5), candidate(1, 9, -3.5)],
        attention: nil, end: 3, ranking) == [1, 0])
    #expect(words(beam.live) == [[5, 8], [4, 6]])
    #expect(beam.live.map(\.logProbability) == [-2.5, -5])
    #expect(beam.live.map(\.logProbabilities) == [[-2, -0.5], [-1, -4]])
  }

  @Test func theFirstOfEqualsGoesOn() {
    var beam = Beam(width: 1)
    _ = beam.advance(
      [candidate(0, 7, -1), candidate(0, 4, -1)], attention: nil, end: 3, ranking)
    #expect(words(beam.live) == [[7]])
  }

  @Test func finishedHypothesesNarrowTheBeam() {
    var beam = Beam(width: 3)
    let first = [candidate(0, 4, -1), candidate(0, 3, -1.5), candidate(0, 5, -2)]
    #expect(beam.advance(first, attention: nil, end: 3, ranking) == [0, 0])
    #expect(words(beam.finished.map(\.hypothesis)) == [[]])
    #expect(beam.finished[0].hypothesis.isFinished)
    let second = [candidate(0, 6, -1), candidate(0, 7, -1.1), candidate(1, 3, -0.2)]
    #expect(beam.advance(second, attention: nil, end: 3, ranking) == [0, 0])
    #expect(words(beam.live) == [[4, 6], [4, 7]], "two places were left")
    #expect(words(beam.results(2)) == [[], [4, 6]])
  }

  @Test func itIsDecidedWhenNoLiveHypothesisCanWin() {
    var beam = Beam(width: 3)
    func isDecided(_ wanted: Int) -> Bool {
      beam.isDecided(wanted: wanted, maximumLength: 9, ranking)
    }
    _ = beam.advance(
      [candidate(0, 4, -1), candidate(0, 3, -1.5)], attention: nil, end: 3, ranking)
    #expect(!isDecided(1), "the live one is more probable")
    _ = beam.advance(
      [candidate(0, 3, -1), candidate(0, 5, -0.6)], attention: nil, end: 3, ranking)
    #expect(isDecided(1), "-1.6 cannot get better than -1.5")
    #expect(!isDecided(2), "but than -2")
    #expect(!isDecided(3))
    #expect(words(beam.results(3)) == [[], [4], [4, 5]])
    // Ranked by the mean per word, the same hypothesis could still win.
    let average = Ranking(.average, CoveragePenalty(weight: 0))
    #expect(!beam.isDecided(wanted: 1, maximumLength: 9, average))
    #expect(beam.isDecided(wanted: 1, maximumLength: 1, average))
  }

  @Test func withoutCandidatesItDoesNotChange() {
    var beam = Beam(width: 2)
    _ = beam.advance([candidate(0, 4, -1)], attention: nil, end: 3, ranking)
    #expect(beam.advance([], attention: nil, end: 3, ranking) == [])
    #expect(beam.isDecided(wanted: 1, maximumLength: 9, ranking))
    #expect(words(beam.results(1)) == [[4]])
    #expect(!beam.results(1)[0].isFinished)
  }

  @Test func samplesDoNotCompete() {
    var beam = Beam(samples: 3)
    #expect(beam.live.map(\.sample) == [0, 1, 2])
    let drawn = [candidate(0, 4, -5), candidate(1, 3, -9), candidate(2, 4, -0.1)]
    #expect(beam.advance(drawn, attention: nil, end: 3, ranking) == [0, 2])
    #expect(beam.live.map(\.sample) == [0, 2])
    #expect(!beam.isDecided(wanted: 3, maximumLength: 9, ranking))
  }

  @Test func coverageDecidesBetweenTheEquallyProbable() {
    let ranking = Ranking(.none, CoveragePenalty(weight: 1))
    var beam = Beam(width: 2)
    _ = beam.advance(
      [candidate(0, 4, -1), candidate(0, 5, -1)], attention: [[0.75, 0.25]], end: 3, ranking)
    _ = beam.advance(
      [candidate(0, 3, -1), candidate(1, 3, -1)], attention: [[0.75, 0.25], [0.25, 0.75]],
      end: 3, ranking)
    #expect(words(beam.results(2)) == [[5], [4]])
  }

  @Test func attentionIsKeptStepByStep() {
    var beam = Beam(width: 2)
    _ = beam.advance(
      [candidate(0, 4, -1), candidate(0, 5, -2)], attention: [[1, 0]], end: 3, ranking)
    _ = beam.advance(
      [candidate(1, 3, -0.1), candidate(0, 6, -9)], attention: [[0, 1], [0.5, 0.5]], end: 3,
      ranking)
    #expect(beam.finished[0].hypothesis.attention == [[1, 0], [0.5, 0.5]])
    #expect(beam.live[0].attention == [[1, 0], [0, 1]])
  }
}
