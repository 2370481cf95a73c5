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

  /// The maximum number of sequences, and about the number of steps, that a worker reads together.
  private static var mostSequences: Int { 64 }
  private static var mostSteps: Int { 8192 }

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
    let groups = Self.groups(of: sequences)
    let scored = pool.map(below: groups.count) { worker, number in
      scores(of: groups[number].map { sequences[$0] }, worker)
    }
    var results = [[[Float]]](repeating: [], count: sequences.count)
    for (place, scores) in zip(groups.joined(), scored.joined()) { results[place] = scores }
    return results
  }

  private func scores(of sequences: [SequenceExample], _ worker: Int) -> [[[Float]]] {
    let session = sessions[worker]
    return session.pass.arena.scope {
      let input = SequenceInput(sequences, numbers: sequences.indices.map { UInt32($0) })
      return model.byExample(model.distribution(input, session).logProbabilities, input)
    }
  }

  /// Returns groups of sequences of similar length, by their places.
  private static func groups(of sequences: [SequenceExample]) -> [[Int]] {
    var groups: [[Int]] = []
    var steps = 0
    for place in longestFirst(sequences.map(\.length)) {
      let length = sequences[place].length
      if groups.last?.count ?? mostSequences == mostSequences || steps + length > mostSteps {
        groups.append([])
        steps = 0
      }
      steps += length
      groups[groups.count - 1].append(place)
    }
    return groups
  }
}

extension WordDistribution {
  /// The log-probability of each word, for each row.
  var logProbabilities: [[Float]] {
    let words = 0..<Int32(logits.columns)
    return (0..<logits.rows).map { row in words.map { logProbability(of: $0, row: row) } }
  }
}
