// SPDX-License-Identifier: Apache-2.0

/// The hypotheses of one sentence.
///
/// As in Marian and Nematus, a hypothesis that ends takes its place in the beam with it: the beam gets
/// narrower, until as many have ended as it was wide. (OpenNMT-py fills the place with another one.)
package struct Beam: Sendable {
  /// Nil where hypotheses do not compete.
  private let width: Int?
  /// Those that go on, the most probable first.
  package private(set) var live: [Hypothesis]
  /// Those that have ended, the best first, with their scores.
  package private(set) var finished: [(hypothesis: Hypothesis, score: Double)] = []

  /// Whether no word may follow any of them.
  private var isStuck = false

  /// A word that may follow one of the live hypotheses.
  package struct Candidate: Sendable, Equatable {
    /// The place of the hypothesis among the live ones.
    package let parent: Int
    package let word: Int32
    package let logProbability: Float

    package init(parent: Int, word: Int32, logProbability: Float) {
      self.parent = parent
      self.word = word
      self.logProbability = logProbability
    }
  }

  /// Begins a search with places for `width` hypotheses.
  package init(width: Int) {
    self.width = width
    live = [Hypothesis()]
  }

  /// Begins with so many hypotheses that go on each for itself.
  package init(samples: Int) {
    width = nil
    live = (0..<samples).map { Hypothesis(sample: UInt32($0)) }
  }

  /// The `count` candidates that make the most probable hypotheses, the best first; among equals, the
  /// first of `candidates`.
  func best(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    let totals = candidates.map {
      live[$0.parent].logProbability + Double($0.logProbability)
    }
    let order = candidates.indices.sorted { (totals[$1], $0) < (totals[$0], $1) }
    return order.prefix(count).map { candidates[$0] }
  }

  /// Goes on by a step with as many of `candidates` as there are places; returns the former places of
  /// the hypotheses that live on. `attention` has a row for each of the live ones.
  package mutating func advance(
    _ candidates: [Candidate], attention: [[Float]]?, end: Int32, _ ranking: Ranking
  ) -> [Int] {
    isStuck = candidates.isEmpty
    if isStuck { return [] }
    let chosen = width.map { best($0 - finished.count, of: candidates) } ?? candidates
    let longer = chosen.map { candidate in
      live[candidate.parent].extended(
        with: candidate.word, candidate.logProbability,
        attention: attention?[candidate.parent], end: end)
    }
    for hypothesis in longer where hypothesis.isFinished {
      insert(hypothesis, score: ranking.score(hypothesis))
    }
    live = longer.filter { !$0.isFinished }
    return zip(chosen, longer).filter { !$0.1.isFinished }.map(\.0.parent)
  }

  /// Behind those of the same score.
  private mutating func insert(_ hypothesis: Hypothesis, score: Double) {
    let place = finished.firstIndex { $0.score < score } ?? finished.count
    finished.insert((hypothesis, score), at: place)
  }

  /// Whether no live hypothesis can come among the `wanted` best any more.
  package func isDecided(wanted: Int, maximumLength: Int, _ ranking: Ranking) -> Bool {
    if live.isEmpty || isStuck { return true }
    guard finished.count >= wanted else { return false }
    let least = finished[wanted - 1].score
    return live.allSatisfy { ranking.bound($0, maximumLength: maximumLength) <= least }
  }

  /// The `wanted` best hypotheses; behind those that ended, the most probable of the others.
  package func results(_ wanted: Int) -> [Hypothesis] {
    Array((finished.map(\.hypothesis) + live).prefix(wanted))
  }
}
