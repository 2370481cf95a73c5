// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
package import Models

/// Greedy search: takes the most probable word at every step, until the end token. Finished
/// sentences leave the batch, so that no more steps are computed for them.
package struct GreedySearch: Sendable {
  package let markers: SentenceMarkers
  /// The maximum number of words to write.
  package let maximumLength: Int
  /// Words that are never written.
  package let forbidden: [Int32]

  package init(markers: SentenceMarkers, maximumLength: Int, forbidding forbidden: [Int32] = []) {
    self.markers = markers
    self.maximumLength = maximumLength
    self.forbidden = forbidden
  }

  /// Returns the hypothesis for each of `sources`.
  package func run<Session: SourceSession>(
    _ sources: [Session.Source], _ session: Session
  ) -> [Hypothesis] {
    defer { session.workspace.arena.reset() }
    var outputs = [Hypothesis](repeating: Hypothesis(), count: sources.count)
    var active = Array(sources.indices)
    var previous = [Int32](repeating: markers.start, count: sources.count)
    var state = session.start(sources)
    for _ in 0..<maximumLength where !active.isEmpty {
      let next = session.workspace.arena.scope {
        session.mostProbableNext(
          session.advance(state, after: previous), forbidding: forbidden)
      }
      let remaining = next.indices.filter { next[$0] != markers.end }
      for row in next.indices { outputs[active[row]].extend(with: next[row], end: markers.end) }
      if remaining.count < active.count {
        state = session.gathering(remaining.map { Int32($0) }, of: state)
      }
      active = remaining.map { active[$0] }
      previous = remaining.map { next[$0] }
    }
    return outputs
  }
}
