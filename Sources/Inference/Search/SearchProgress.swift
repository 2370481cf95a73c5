// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models

/// A search in progress: the beams of all sentences, and the assignment of decoder rows to
/// hypotheses.
struct SearchProgress<Source: Sendable> {
  private let search: Search
  private let inputs: [SearchInput<Source>]
  private let kernels: Kernels
  private let sampler: Sampler?
  private(set) var beams: [Beam]
  /// The sentences that are not yet decided. Their live hypotheses, in order, are the rows.
  private var active: [Int]

  init(_ search: Search, _ inputs: [SearchInput<Source>], _ kernels: Kernels) {
    self.search = search
    self.inputs = inputs
    self.kernels = kernels
    sampler = search.sampling.map { Sampler($0, kernels) }
    let beam =
      search.sampling == nil ? Beam(width: search.beamSize) : Beam(samples: search.wanted)
    beams = inputs.map { _ in beam }
    active = Array(inputs.indices)
  }

  /// The sentence of each row at the first step.
  var firstRows: [Int32] {
    active.flatMap { [Int32](repeating: Int32($0), count: beams[$0].live.count) }
  }

  /// The last word of each row.
  var lastWords: [Int32] {
    live.map { $0.hypothesis.words.last ?? search.markers.start }
  }

  /// Advances by one step, and returns the rows that the next step continues.
  mutating func advance(
    _ distribution: WordDistribution, _ attention: [[Float]]
  ) -> [Int32] {
    constrain(distribution.logits)
    let words =
      sampler.map { drawn($0, distribution.logits) } ?? mostProbable(distribution.logits)
    var (first, next, undecided): (Int, [Int32], [Int]) = (0, [], [])
    for sentence in active {
      let rows = first..<first + beams[sentence].live.count
      first = rows.upperBound
      let candidates = rows.enumerated().flatMap { place, row in
        words[row].map { word in
          Beam.Candidate(
            parent: place, word: word,
            logProbability: distribution.logProbability(of: word, row: row))
        }
      }
      let places = beams[sentence].advance(
        candidates, attention: attention.isEmpty ? nil : Array(attention[rows]),
        end: search.markers.end, search.ranking)
      if !isDecided(beams[sentence]) {
        undecided.append(sentence)
        next += places.map { Int32(rows.lowerBound + $0) }
      }
    }
    active = undecided
    return next
  }

  private func isDecided(_ beam: Beam) -> Bool {
    beam.isDecided(
      wanted: search.wanted, maximumLength: search.maximumLength, search.ranking)
  }

  /// The sentence and the hypothesis of each row.
  private var live: [(input: SearchInput<Source>, hypothesis: Hypothesis)] {
    active.flatMap { sentence in beams[sentence].live.map { (inputs[sentence], $0) } }
  }

  private func constrain(_ logits: MatrixView) {
    for (row, (input, hypothesis)) in live.enumerated() {
      search.constraints.apply(
        to: logits.row(row), after: hypothesis.words, prefix: input.prefix,
        end: search.markers.end)
    }
  }

  /// Returns the best words of each row, as many as the beam is wide.
  private func mostProbable(_ logits: MatrixView) -> [[Int32]] {
    let count = min(search.beamSize, logits.columns)
    let words = kernels.largest(count, ofEachRow: logits)
    return (0..<logits.rows).map { row in
      Array(words[row * count..<(row + 1) * count].prefix { $0 >= 0 })
    }
  }

  /// Draws a word for each row; none if all words are ruled out.
  private func drawn(_ sampler: Sampler, _ logits: MatrixView) -> [[Int32]] {
    live.enumerated().map { row, live in
      let word = sampler.draw(
        logits.row(row), line: live.input.line, sample: live.hypothesis.sample,
        step: live.hypothesis.words.count)
      return word.map { [$0] } ?? []
    }
  }
}
