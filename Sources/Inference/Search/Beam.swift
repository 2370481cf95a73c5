// SPDX-License-Identifier: Apache-2.0

/// The hypotheses of one sentence.
///
/// As in Marian and Nematus, a finished hypothesis keeps its place in the beam. The beam gets
/// narrower until as many hypotheses have finished as it was wide. (OpenNMT-py gives the place to
/// another hypothesis.)
package struct Beam: Sendable {
  /// Nil if the hypotheses are independent samples.
  private let width: Int?
  /// The unfinished hypotheses, the most probable first.
  package private(set) var live: [Hypothesis]
  /// The finished hypotheses with their scores, the best first.
  package private(set) var finished: [(hypothesis: Hypothesis, score: Double)] = []

  /// True if no word may follow any live hypothesis.
  private var isStuck = false

  /// A word that may follow one of the live hypotheses.
  package struct Candidate: Sendable, Equatable {
    /// The index of the hypothesis in `live`.
    package let parent: Int
    package let word: Int32
    package let logProbability: Float

    package init(parent: Int, word: Int32, logProbability: Float) {
      self.parent = parent
      self.word = word
      self.logProbability = logProbability
    }
  }

  /// Starts a search with a beam of `width` hypotheses.
  package init(width: Int) {
    self.width = width
    live = [Hypothesis()]
  }

  /// Starts `samples` independent hypotheses.
  package init(samples: Int) {
    width = nil
    live = (0..<samples).map { Hypothesis(sample: UInt32($0)) }
  }

  /// Returns the `count` candidates that lead to the most probable hypotheses, the best first. Ties
  /// keep the order of `candidates`.
  func best(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    let totals = candidates.map {
      live[$0.parent].logProbability + Double($0.logProbability)
    }
    let order = candidates.indices.sorted { (totals[$1], $0) < (totals[$0], $1) }
    return order.prefix(count).map { candidates[$0] }
  }

  /// Extends the beam by one step, with as many of `candidates` as it has places. Returns, for each
  /// hypothesis that is still live, the index of its parent. `attention` has a row for each live
  /// hypothesis.
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

  /// Inserts a hypothesis after those with the same score.
  private mutating func insert(_ hypothesis: Hypothesis, score: Double) {
    let place = finished.firstIndex { $0.score < score } ?? finished.count
    finished.insert((hypothesis, score), at: place)
  }

  /// Returns true if no live hypothesis can still become one of the `wanted` best.
  package func isDecided(wanted: Int, maximumLength: Int, _ ranking: Ranking) -> Bool {
    if live.isEmpty || isStuck { return true }
    guard finished.count >= wanted else { return false }
    let least = finished[wanted - 1].score
    return live.allSatisfy { ranking.bound($0, maximumLength: maximumLength) <= least }
  }

  /// Returns the `wanted` best hypotheses: the finished ones first, then the most probable live
  /// ones.
  package func results(_ wanted: Int) -> [Hypothesis] {
    Array((finished.map(\.hypothesis) + live).prefix(wanted))
  }
}
