// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Models

/// A labeller in use on steps as they come: it keeps its state from one call to the next. All its
/// layers read in one direction. Use it from one thread at a time.
package final class LabellerSession {
  private let model: SequenceLabeller
  private let session: SequenceSession
  /// The memory of the state and of the next one.
  private var memory = (Arena(), Arena())
  /// The state of each layer, `[1, H]`; nil for zeros.
  private var state: [RecurrentState]?

  /// The number of steps after which the memory of a long sequence is reused.
  private static let chunk = 4096

  package init(_ model: SequenceLabeller, _ weights: Weights, _ workspace: Workspace) {
    self.model = model
    session = SequenceSession(model.encoder, Pass(weights, workspace))
  }

  /// Starts from zeros.
  package func reset() { state = nil }

  /// Reads the next steps and returns the log-probability of each label for each of them.
  package func logProbabilities(of next: SequenceExample) -> [[Float]] {
    stride(from: 0, to: next.length, by: Self.chunk).flatMap { start in
      advance(next.steps(start..<min(start + Self.chunk, next.length)))
    }
  }

  private func advance(_ steps: SequenceExample) -> [[Float]] {
    session.pass.arena.scope {
      let input = SequenceInput([steps], numbers: [0])
      let (distribution, final) = model.distribution(input, from: state, session)
      memory = (memory.1, memory.0)
      memory.0.reset()
      state = final.map { $0.gathering([0], memory.0) }
      return distribution.logProbabilities
    }
  }
}
