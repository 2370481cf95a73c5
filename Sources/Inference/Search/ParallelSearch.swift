// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Models
package import Threads

/// Runs a search over many sources on several workers.
package struct ParallelSearch<Session: SourceSession>: Sendable {
  private let options: Translator.Options
  private let forbidden: [Int32]
  private let batches: SearchBatches
  private let pool: WorkerPool
  private let ensembles: PerWorker<Ensemble<Session>>

  /// Words in `forbidden` are never written. Each worker of `pool` has one of `ensembles`.
  /// `keepsSources` is true if models keep something for each element of a source.
  init(
    _ ensembles: [Ensemble<Session>], _ options: Translator.Options,
    forbidding forbidden: [Int32], vocabularySize: Int, keepsSources: Bool, _ pool: WorkerPool
  ) {
    self.options = options
    self.forbidden = forbidden
    self.pool = pool
    batches = SearchBatches(
      mostSentences: options.batchSize, hypotheses: max(options.beamSize, options.hypotheses),
      targetVocabulary: vocabularySize, keepsSources: keepsSources)
    self.ensembles = PerWorker(ensembles)
  }

  /// The workspace of a worker.
  func workspace(_ worker: Int) -> Workspace { ensembles[worker].workspace }

  /// The ensemble of the first worker, for use between two searches.
  var ensemble: Ensemble<Session> { ensembles[0] }

  /// Returns the hypotheses of each of `inputs`, longest first. Each worker takes the next batch as
  /// soon as it has finished one.
  package func run(
    _ inputs: [SearchInput<Session.Source>], keepingAttention: Bool = false
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
    _ inputs: [SearchInput<Session.Source>], _ ensemble: Ensemble<Session>, keepingAttention: Bool
  ) -> [[Hypothesis]] {
    options.search(inputs, ensemble, forbidding: forbidden, keepingAttention: keepingAttention)
  }

  /// Searches with all workers sharing each matrix product.
  private func runTogether(
    _ inputs: [SearchInput<Session.Source>], keepingAttention: Bool
  ) -> [[Hypothesis]] {
    pool.together({ workspace(0) }) {
      search(inputs, ensemble, keepingAttention: keepingAttention)
    }
  }
}

extension ParallelSearch<InferenceSession> {
  /// Creates a search for translations. Worker w of `pool` computes in `workspaces[w]`.
  package init(
    _ members: [(model: EncoderDecoder, weights: Weights)], _ options: Translator.Options,
    forbidding forbidden: [Int32], _ pool: WorkerPool, _ workspaces: [Workspace]
  ) {
    self.init(
      workspaces.map { Ensemble(members, $0) }, options, forbidding: forbidden,
      vocabularySize: members[0].model.configuration.targetVocabularySize,
      keepsSources: members.contains { $0.model.encodesWhole }, pool)
  }
}
