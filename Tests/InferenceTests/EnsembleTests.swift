// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Inference
import Layers
import Models
import TestSupport
import Testing

@Suite struct EnsembleTests {
  private func logProbabilities(_ ensemble: Ensemble<InferenceSession>, after words: [Int32])
    -> [[Double]]
  {
    let inputs = RandomModel.sources(words.count)
    let states = ensemble.start(inputs.map { [[Int32]](repeating: $0, count: ensemble.count) })
    let distribution = ensemble.advance(states, after: words).distribution
    return words.indices.map { row in
      (0..<distribution.logits.columns).map {
        Double(distribution.logProbability(of: Int32($0), row: row))
      }
    }
  }

  @Test func probabilitiesAreTheMeanOfTheModels() {
    let models = [(5, 1), (7, 2), (4, 3)].map { RandomModel(hidden: $0, range: 2, seed: $1) }
    let words: [Int32] = [4, 9, 2, 11]
    let alone = models.map { logProbabilities($0.ensemble(), after: words) }
    let together = logProbabilities(
      Ensemble(models.map { ($0.model, $0.weights) }, Workspace()), after: words)
    for row in words.indices {
      let mean = (0..<30).map { word in
        log(alone.reduce(0) { $0 + exp($1[row][word]) } / 3)
      }
      expectClose(together[row], mean, relative: 1e-6, "row \(row)")
      #expect(abs(together[row].reduce(0) { $0 + exp($1) } - 1) < 1e-5)
    }
  }

  @Test func oneModelThreeTimesIsThatModel() {
    let random = RandomModel()
    var search = Search(markers: markers, maximumLength: 10)
    search.beamSize = 3
    let inputs = RandomModel.inputs(6)
    let expected = search.run(inputs, random.ensemble()).map { $0[0].words }
    let ensemble = Ensemble(
      (0..<3).map { _ in (random.model, random.weights) }, Workspace())
    let tripled = inputs.map { input in
      SearchInput(sources: (0..<3).flatMap { _ in input.sources }, line: input.line)
    }
    #expect(search.run(tripled, ensemble).map { $0[0].words } == expected)
  }

  /// If the models split a line into different tokens, the order of the lines by length differs
  /// too.
  @Test func eachModelReadsTheSourceInItsOwnWay() {
    let random = RandomModel()
    var search = Search(markers: markers, maximumLength: 10)
    search.beamSize = 2
    let inputs = RandomModel.sources(6)
    let mixed = zip(inputs, inputs.reversed()).map { SearchInput(sources: [$0, $1]) }
    let ensemble = Ensemble((0..<2).map { _ in (random.model, random.weights) }, Workspace())
    let together = search.run(mixed, ensemble)
    #expect(together == mixed.map { search.run([$0], ensemble)[0] })
  }
}
