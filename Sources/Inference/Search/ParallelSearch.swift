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
  private let ensembles: PerWorker<Ensemble>

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
    ensembles = PerWorker(workspaces.map { Ensemble(members, $0) })
  }

  /// The workspace of a worker.
  func workspace(_ worker: Int) -> Workspace { ensembles[worker].workspace }

  /// The ensemble of the first worker, for use between two searches.
  var ensemble: Ensemble { ensembles[0] }

  /// Returns the hypotheses of each of `inputs`, longest first. Each worker takes the next batch as
  /// soon as it has finished one.
  package func run(
    _ inputs: [SearchInput], keepingAttention: Bool = false
  ) -> [[Hypothesis]] {
    if inputs.count == 1 && pool.count > 1 {
      return runTogether(inputs, keepingAttention: keepingAttention)
    }
    let batches = batches.batches(
      ofLengths: inputs.map { $0.sources.reduce(0) { max($0, $1.count) } },
      workers: pool.count)
    let outputs = pool.map(below: batches.count) { worker, batch in
      search(
        Array(inputs[batches[batch]]), ensembles[worker], keepingAttention: keepingAttention)
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
    pool.together({ workspace(0) }) {
      search(inputs, ensemble, keepingAttention: keepingAttention)
    }
  }
}
