// SPDX-License-Identifier: Apache-2.0

import Compute
package import Layers

/// The choice of the cells to try: after the known ones and random ones, mutations of the best of a
/// few of the latest (Real, Aggarwal, Huang and Le, "Regularized evolution for image classifier
/// architecture search", 2019).
package struct CellEvolution: Sendable {
  package struct Proposal: Equatable, Sendable {
    package let formula: CellFormula
    /// The number of the candidate that it is a mutation of.
    package let parent: Int?
  }

  private let configuration: CellSearchConfiguration

  /// The number of candidates that are proposed together, from the scores before all of them, so
  /// that two can be trained at the same time.
  package static let waveSize = 2
  /// The number of mutations to try before a random cell takes their place.
  private static let attempts = 50

  package init(_ configuration: CellSearchConfiguration) { self.configuration = configuration }

  /// Returns the next cells to try, after `history`: at most one wave. They depend only on the
  /// settings and on `history`.
  package func proposals(after history: [CellCandidate]) throws(CellFormulaError) -> [Proposal] {
    let first = history.count
    let begin = first / Self.waveSize * Self.waveSize
    var seen: Set<String> = []
    for candidate in history {
      seen.insert(PlainCellFormula(try CellFormula(candidate.formula)).identity)
    }
    var proposals: [Proposal] = []
    for index in first..<begin + Self.waveSize {
      let proposal = try proposal(index, history[..<begin], seen)
      seen.insert(PlainCellFormula(proposal.formula).identity)
      proposals.append(proposal)
    }
    return proposals
  }

  private func proposal(
    _ index: Int, _ history: ArraySlice<CellCandidate>, _ seen: Set<String>
  ) throws(CellFormulaError) -> Proposal {
    let known = KnownCell.allCases
    if index < known.count { return Proposal(formula: known[index].formula, parent: nil) }
    var random = Philox(
      seed: configuration.seed, purpose: RandomPurpose.cellSearch, step: UInt64(index)
    ).sequence
    func isNew(_ formula: CellFormula) -> Bool {
      !seen.contains(PlainCellFormula(formula).identity)
    }
    if index >= max(configuration.population, known.count + Self.waveSize) {
      for _ in 0..<Self.attempts {
        let parent = winner(history.suffix(configuration.population), &random)
        let formula = try CellFormula(parent.formula).mutated(configuration.limits, &random)
        if isNew(formula) { return Proposal(formula: formula, parent: parent.candidate) }
      }
    }
    while true {
      let formula = CellFormula.random(configuration.limits, &random)
      if isNew(formula) { return Proposal(formula: formula, parent: nil) }
    }
  }

  /// Returns the best of some candidates drawn at random; among equals, the one drawn first.
  private func winner(
    _ population: ArraySlice<CellCandidate>, _ random: inout Philox.Sequence
  ) -> CellCandidate {
    var best = population[population.startIndex]
    for draw in 0..<configuration.tournament {
      let drawn = population[Int.random(in: population.indices, using: &random)]
      if draw == 0 || drawn.measurement.score > best.measurement.score { best = drawn }
    }
    return best
  }
}
