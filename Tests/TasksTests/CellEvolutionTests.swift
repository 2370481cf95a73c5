// SPDX-License-Identifier: Apache-2.0

import Layers
import Tasks
import Testing

/// The choice of cells, with scores that depend on the text of the formula alone.
@Suite struct CellEvolutionTests {
  private func candidate(_ number: Int, _ proposal: CellEvolution.Proposal) -> CellCandidate {
    let text = proposal.formula.description
    var measurement = CellMeasurement(hiddenSizes: [1, 1, 1], parameters: 3)
    // Short formulas are best.
    measurement.score = 1 / Double(text.count)
    return CellCandidate(
      candidate: number, formula: text, parent: proposal.parent, measurement: measurement,
      seconds: 0)
  }

  private func history(_ count: Int, _ configuration: CellSearchConfiguration) throws
    -> [CellCandidate]
  {
    let evolution = CellEvolution(configuration)
    var history: [CellCandidate] = []
    while history.count < count {
      for proposal in try evolution.proposals(after: history).prefix(count - history.count) {
        history.append(candidate(history.count + 1, proposal))
      }
    }
    return history
  }

  @Test func theSearchBeginsWithTheKnownCells() throws {
    let history = try history(4, CellSearchConfiguration())
    #expect(
      history.map { (try? CellFormula($0.formula)).flatMap(KnownCell.init) }
        == [.lstm, .gru, .elman, nil])
    #expect(history.allSatisfy { $0.parent == nil })
  }

  @Test func mutationsFollowThePopulation() throws {
    let history = try history(60, CellSearchConfiguration())
    #expect(history.prefix(20).allSatisfy { $0.parent == nil })
    for child in history.dropFirst(20) {
      let parent = try #require(child.parent)
      // A parent is among the 20 latest before the wave of its child.
      #expect((child.candidate - 22..<child.candidate).contains(parent), "\(child)")
    }
    let lengths = history.map(\.formula.count)
    func mean(_ part: ArraySlice<Int>) -> Double { Double(part.reduce(0, +)) / Double(part.count) }
    #expect(mean(lengths[40...]) < mean(lengths[3..<20]), "\(lengths)")
  }

  @Test func noCellIsTriedTwice() throws {
    let history = try history(100, CellSearchConfiguration())
    let identities = try history.map { PlainCellFormula(try CellFormula($0.formula)).identity }
    #expect(Set(identities).count == 100)
  }

  /// What is proposed does not depend on where a search was stopped, even within a wave.
  @Test func aStoppedSearchGoesOnTheSameWay() throws {
    let configuration = CellSearchConfiguration()
    let whole = try history(40, configuration)
    for count in [0, 1, 2, 21, 22, 31] {
      let next = try CellEvolution(configuration).proposals(after: Array(whole.prefix(count)))
      #expect(next.count == (count.isMultiple(of: 2) ? 2 : 1))
      for (index, proposal) in next.enumerated() {
        #expect(candidate(count + index + 1, proposal) == whole[count + index], "after \(count)")
      }
    }
  }

  @Test func anotherSeedGivesOtherCells() throws {
    var other = CellSearchConfiguration()
    other.seed = 2
    let formulas = [
      try history(10, CellSearchConfiguration()), try history(10, other),
    ].map { $0.map(\.formula) }
    #expect(formulas[0].prefix(3) == formulas[1].prefix(3))
    #expect(formulas[0].dropFirst(3) != formulas[1].dropFirst(3))
  }
}
