// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
package import Models

/// A sentence to translate.
package struct SearchInput: Sendable {
  /// What the encoder of each model reads.
  package let sources: [[Int32]]
  /// The words that its translation must begin with.
  package let prefix: [Int32]
  /// Tells it apart from others in sampling.
  package let line: Int

  package init(sources: [[Int32]], prefix: [Int32] = [], line: Int = 0) {
    self.sources = sources
    self.prefix = prefix
    self.line = line
  }
}

/// Searches for translations of several sentences at once: beam search, or independent samples.
///
/// Each step of the decoder is computed for all live hypotheses of all sentences together; what has
/// ended, and sentences that are decided, leave the batch. A beam of one without constraints finds the
/// words of `GreedySearch`.
package struct Search: Sendable {
  package let markers: SentenceMarkers
  /// Words after which a translation is cut.
  package var maximumLength: Int
  /// Hypotheses that are followed at a time.
  package var beamSize = 1
  /// Hypotheses that are asked for, at most `beamSize` unless they are samples.
  package var wanted = 1
  package var ranking = Ranking(.average, CoveragePenalty(weight: 0))
  package var constraints = SearchConstraints()
  /// Whether hypotheses keep what they paid attention to.
  package var keepsAttention = false
  /// In place of beam search.
  package var sampling: Sampling?

  package init(markers: SentenceMarkers, maximumLength: Int) {
    self.markers = markers
    self.maximumLength = maximumLength
  }

  /// The hypotheses of each of `inputs`, the best first.
  package func translate(_ inputs: [SearchInput], _ ensemble: Ensemble) -> [[Hypothesis]] {
    let workspace = ensemble.workspace
    defer { workspace.arena.reset() }
    var progress = SearchProgress(self, inputs, workspace.kernels)
    var states = ensemble.encode(inputs.map(\.sources))
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
