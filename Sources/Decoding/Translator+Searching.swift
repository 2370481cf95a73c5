// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Subwords
import Text
import Threads

extension Translator {
  private typealias BatchSearch = @Sendable ([SearchInput], Ensemble) -> [[Hypothesis]]

  /// The search that the options ask for.
  private var search: BatchSearch {
    let isUsed =
      options.computesAttention || options.coveragePenalty > 0 || options.replacesUnknownWords
    let keepsAttention = isUsed && hasAttention
    return { [options, targetCodec] inputs, ensemble in
      options.search(
        inputs, ensemble, forbidding: targetCodec.forbiddenInOutput,
        keepingAttention: keepsAttention)
    }
  }

  /// Returns the hypotheses of each of `inputs`, longest first. Each worker takes the next batch as
  /// soon as it has finished one.
  func run(_ inputs: [SearchInput]) -> [[Hypothesis]] {
    if inputs.count == 1 && workers.count > 1 { return runTogether(inputs) }
    let batches = batches(of: inputs)
    let outputs = pool.map(below: batches.count) { [workers, search] worker, batch in
      search(Array(inputs[batches[batch]]), workers[worker].ensemble)
    }
    return outputs.flatMap { $0 }
  }

  /// Translates with all workers sharing each matrix product.
  private func runTogether(_ inputs: [SearchInput]) -> [[Hypothesis]] {
    let team = ProductTeam(members: workers.count)
    let outputs = pool.map(below: workers.count) {
      [workers, search] _, member -> [[Hypothesis]] in
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
      return search(inputs, ensemble)
    }
    return outputs.flatMap { $0 }
  }

  private func batches(of inputs: [SearchInput]) -> [Range<Int>] {
    let limits = SearchBatches(
      mostSentences: options.batchSize,
      hypotheses: max(options.beamSize, options.hypotheses),
      targetVocabulary: checkpoint.targetVocabulary.count,
      keepsSources: members.contains { $0.checkpoint.model.encodesWhole })
    return limits.batches(
      ofLengths: inputs.map { $0.sources.reduce(0) { max($0, $1.count) } },
      workers: workers.count)
  }
}
