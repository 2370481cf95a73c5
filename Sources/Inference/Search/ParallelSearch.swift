// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Models
package import Threads

/// Runs a search over many sentences on several workers.
package struct ParallelSearch: Sendable {
  private let options: Translator.Options
  private let forbidden: [Int32]
  private let batches: SearchBatches
  private let pool: WorkerPool
  private let workers: [Worker]

  // Sendable: while a job runs, only worker i uses element i.
  private final class Worker: @unchecked Sendable {
    let ensemble: Ensemble

    init(_ ensemble: Ensemble) { self.ensemble = ensemble }
  }

  /// Words in `forbidden` are never written. Worker w of `pool` computes in `workspaces[w]`.
  package init(
    _ members: [(model: EncoderDecoder, weights: Weights)], _ options: Translator.Options,
    forbidding forbidden: [Int32], _ pool: WorkerPool,
    _ workspaces: [Workspace]
  ) {
    self.options = options
    self.forbidden = forbidden
    self.pool = pool
    batches = SearchBatches(
      mostSentences: options.batchSize, hypotheses: max(options.beamSize, options.hypotheses),
      targetVocabulary: members[0].model.configuration.targetVocabularySize,
      keepsSources: members.contains { $0.model.encodesWhole })
    workers = workspaces.map { Worker(Ensemble(members, $0)) }
  }

  /// The workspace of a worker.
  func workspace(_ worker: Int) -> Workspace { workers[worker].ensemble.workspace }

  /// The ensemble of the first worker, for use between two searches.
  var ensemble: Ensemble { workers[0].ensemble }

  /// Returns the hypotheses of each of `inputs`, longest first. Each worker takes the next batch as
  /// soon as it has finished one.
  package func run(
    _ inputs: [SearchInput], keepingAttention: Bool = false
  ) -> [[Hypothesis]] {
    if inputs.count == 1 && workers.count > 1 {
      return runTogether(inputs, keepingAttention: keepingAttention)
    }
    let batches = batches.batches(
      ofLengths: inputs.map { $0.sources.reduce(0) { max($0, $1.count) } },
      workers: workers.count)
    let outputs = pool.map(below: batches.count) { worker, batch in
      search(
        Array(inputs[batches[batch]]), workers[worker].ensemble, keepingAttention: keepingAttention)
    }
    return outputs.flatMap { $0 }
  }

  private func search(
    _ inputs: [SearchInput], _ ensemble: Ensemble, keepingAttention: Bool
  ) -> [[Hypothesis]] {
    options.search(inputs, ensemble, forbidding: forbidden, keepingAttention: keepingAttention)
  }

  /// Translates with all workers sharing each matrix product.
  private func runTogether(
    _ inputs: [SearchInput], keepingAttention: Bool
  ) -> [[Hypothesis]] {
    let team = ProductTeam(members: workers.count)
    let outputs = pool.map(below: workers.count) { _, member -> [[Hypothesis]] in
      guard member == 0 else {
        team.help(as: member)
        return []
      }
      let ensemble = workers[0].ensemble
      ensemble.workspace.products.team = team
      defer {
        ensemble.workspace.products.team = nil
        team.dismiss()
      }
      return search(inputs, ensemble, keepingAttention: keepingAttention)
    }
    return outputs.flatMap { $0 }
  }
}
