// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Models
package import Threads

/// Computes the distributions of a model over its labels, for many sequences at once. The weights do
/// not change while it is in use.
package struct LabelScorer<Model: LabelModel>: Sendable {
  private let model: Model
  private let sessions: PerWorker<SequenceSession>

  /// Worker w computes in `workspaces[w]`.
  package init(_ model: Model, _ weights: Weights, _ workspaces: [Workspace]) {
    self.model = model
    sessions = PerWorker(
      workspaces.map { SequenceSession(model.encoder, Pass(weights, $0)) })
  }

  /// Returns the log-probability of each label, for each prediction of each sequence. It does not
  /// depend on the number of workers, nor on the other sequences.
  package func logProbabilities(
    of sequences: [SequenceExample], _ pool: WorkerPool
  ) -> [[[Float]]] {
    let groups = groups(of: sequences.map(\.length))
    if groups.count == 1 {
      let partner = pool.count > 1 ? SequenceSession.Partner(pool, sessions[1]) : nil
      return scores(of: sequences, 0, with: partner)
    }
    let scored = pool.map(below: groups.count) { worker, number in
      scores(of: groups[number].map { sequences[$0] }, worker)
    }
    var results = [[[Float]]](repeating: [], count: sequences.count)
    for (place, scores) in zip(groups.joined(), scored.joined()) { results[place] = scores }
    return results
  }

  private func scores(
    of sequences: [SequenceExample], _ worker: Int, with partner: SequenceSession.Partner? = nil
  ) -> [[[Float]]] {
    let session = sessions[worker]
    return session.pass.arena.scope {
      let input = SequenceInput(sequences, numbers: sequences.indices.map { UInt32($0) })
      let distribution = model.distribution(input, session, with: partner)
      return model.byExample(distribution.logProbabilities, input)
    }
  }
}

extension WordDistribution {
  /// The log-probability of each word, for each row.
  var logProbabilities: [[Float]] {
    let words = 0..<Int32(logits.columns)
    return (0..<logits.rows).map { row in words.map { logProbability(of: $0, row: row) } }
  }
}
