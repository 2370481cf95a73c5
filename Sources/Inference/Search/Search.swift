// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
package import Models

/// A source, such as a sentence to translate.
package struct SearchInput<Source: Sendable>: Sendable {
  /// The source as each model reads it.
  package let sources: [Source]
  /// The words that the output must begin with.
  package let prefix: [Int32]
  /// The number that distinguishes sources in sampling.
  package let line: Int

  package init(sources: [Source], prefix: [Int32] = [], line: Int = 0) {
    self.sources = sources
    self.prefix = prefix
    self.line = line
  }
}

/// Writes for several sources at once, by beam search or by independent samples.
///
/// Each decoder step runs for all live hypotheses of all sources together. Finished hypotheses
/// and decided sources leave the batch. A beam of one without constraints gives the same words as
/// `GreedySearch`.
package struct Search: Sendable {
  package let markers: SentenceMarkers
  /// The maximum number of words in an output.
  package var maximumLength: Int
  /// The number of hypotheses in the beam.
  package var beamSize = 1
  /// The number of hypotheses to return, at most `beamSize` unless they are samples.
  package var wanted = 1
  package var ranking = Ranking(.average, CoveragePenalty(weight: 0))
  package var constraints = SearchConstraints()
  /// True if hypotheses record their attention.
  package var keepsAttention = false
  /// Sampling instead of beam search, if set.
  package var sampling: Sampling?

  package init(markers: SentenceMarkers, maximumLength: Int) {
    self.markers = markers
    self.maximumLength = maximumLength
  }

  /// Returns the hypotheses of each of `inputs`, the best first.
  package func run<Session: SourceSession>(
    _ inputs: [SearchInput<Session.Source>], _ ensemble: Ensemble<Session>
  ) -> [[Hypothesis]] {
    let workspace = ensemble.workspace
    defer { workspace.arena.reset() }
    var progress = SearchProgress(self, inputs, workspace.kernels)
    var states = ensemble.start(inputs.map(\.sources))
    var rows = progress.firstRows
    for _ in 0..<maximumLength {
      if !rows.elementsEqual(0..<Int32(states[0].rows)) {
        states = ensemble.gathering(rows, of: states)
      }
      if rows.isEmpty { break }
      rows = workspace.arena.scope {
        let (distribution, attention) = ensemble.advance(
          states, after: progress.lastWords, keepingAttention: keepsAttention)
        return progress.advance(distribution, attention)
      }
    }
    return progress.beams.map { $0.results(wanted) }
  }
}
