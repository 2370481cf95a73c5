// SPDX-License-Identifier: Apache-2.0

package import Compute
import Glibc
package import Layers
package import Models

/// One or several models that predict each word together, by the mean of their probabilities. Each
/// model reads the source in its own way; all share one target vocabulary. Use from one thread at
/// a time.
package final class Ensemble<Session: SourceSession> {
  package let workspace: Workspace
  private let sessions: [Session]

  /// All sessions compute in `workspace`.
  package init(_ sessions: [Session], _ workspace: Workspace) {
    self.workspace = workspace
    self.sessions = sessions
  }

  package var count: Int { sessions.count }

  /// The session, if there is only one model.
  package var only: Session? { sessions.count == 1 ? sessions[0] : nil }

  /// Returns the initial decoder states of each model, with a row for each of `inputs`, which hold
  /// the source for each model.
  package func start(_ inputs: [[Session.Source]]) -> [DecoderState] {
    sessions.enumerated().map { index, session in session.start(inputs.map { $0[index] }) }
  }

  package func gathering(_ rows: [Int32], of states: [DecoderState]) -> [DecoderState] {
    zip(sessions, states).map { $0.gathering(rows, of: $1) }
  }

  /// Advances all decoders by one step after the words `previous`, one per row, and updates
  /// `states` in place. The distribution is in the workspace's arena. With `keepingAttention`, and
  /// if the models have attention, `attention` holds each row's attention to each source word,
  /// averaged over the models; they must then read the same number of words.
  package func advance(
    _ states: [DecoderState], after previous: [Int32], keepingAttention: Bool = false
  ) -> (distribution: WordDistribution, attention: [[Float]]) {
    func attention(_ step: DecoderStep) -> [[Float]] {
      keepingAttention ? step.attention.map(\.elements) : []
    }
    if let only {
      let step = only.advance(states[0], after: previous)
      return (only.distribution(step), attention(step))
    }
    let sum = workspace.arena.matrix(
      rows: previous.count, columns: sessions[0].vocabularySize)
    sum.fill(-.infinity)
    let attentions = zip(sessions, states).map { session, state in
      workspace.arena.scope {
        let step = session.advance(state, after: previous)
        let member = session.distribution(step)
        workspace.kernels.addProbabilities(
          member.logits, normalizers: member.normalizers, to: sum)
        return attention(step)
      }
    }
    let normalizer = logf(Float(sessions.count))
    let mean = WordDistribution(
      logits: sum, normalizers: [Float](repeating: normalizer, count: previous.count))
    return (mean, Self.mean(attentions))
  }

  /// Averages the models' attention, row by row.
  private static func mean(_ attentions: [[[Float]]]) -> [[Float]] {
    attentions[0].indices.map { row in
      let rows = attentions.map { $0[row] }
      precondition(rows.allSatisfy { $0.count == rows[0].count }, "attention to other words")
      return rows[0].indices.map { word in
        rows.reduce(0) { $0 + $1[word] } / Float(rows.count)
      }
    }
  }
}

extension Ensemble<InferenceSession> {
  package convenience init(_ models: [(EncoderDecoder, Weights)], _ workspace: Workspace) {
    self.init(models.map { InferenceSession($0, Pass($1, workspace)) }, workspace)
  }
}
