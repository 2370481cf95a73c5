// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Text

/// How probable a model finds given translations.
public struct Likelihood: Sendable, Equatable {
  /// The negative log-likelihood of all target tokens together, in nats.
  public let totalNegativeLogLikelihood: Double
  /// Target tokens, the end of each sentence included.
  public let tokens: Int
}

extension Translator {
  /// How probable each of `references` is as the translation of the same line of `sources`.
  ///
  /// - Throws: `TokenizerError` when ICU does not know the checkpoint's target language.
  public func likelihood(sources: [String], references: [String]) throws -> Likelihood {
    precondition(sources.count == references.count, "a reference for each source")
    let targetTokenizer = try Tokenizer(checkpoint.configuration.targetTokenizer)
    let pairs = zip(sources, references).map { source, reference in
      (
        source: checkpoint.sourceVocabulary.ids(of: tokenizer.tokenize(source))
          .prefix(options.maximumSourceLength),
        target: checkpoint.targetVocabulary.ids(of: targetTokenizer.tokenize(reference))[...]
      )
    }
    let order = pairs.indices.sorted {
      (pairs[$1].target.count, $0) < (pairs[$0].target.count, $1)
    }
    let batches = stride(from: 0, to: order.count, by: options.batchSize).map { first in
      order[first..<min(first + options.batchSize, order.count)].map { pairs[$0] }
    }
    return Likelihood(
      totalNegativeLogLikelihood: losses(of: batches).reduce(0, +),
      tokens: pairs.reduce(0) { $0 + $1.target.count + 1 })
  }

  /// The loss of each batch; worker w takes every `threads`-th.
  private func losses(
    of batches: [[(source: ArraySlice<Int32>, target: ArraySlice<Int32>)]]
  ) -> [Double] {
    let reverseSource = checkpoint.configuration.reverseSource
    pool.run { [workers, weights, model = checkpoint.model] index in
      let worker = workers[index]
      worker.losses = stride(from: index, to: batches.count, by: workers.count).map { number in
        defer { worker.workspace.arena.reset() }
        let batch = TranslationBatch(
          batches[number], numbers: batches[number].indices.map(UInt32.init),
          markers: .standard, reverseSource: reverseSource)
        return model.losses(batch, weights, worker.workspace).reduce(0) { $0 + Double($1) }
      }
    }
    return batches.indices.map { workers[$0 % workers.count].losses[$0 / workers.count] }
  }
}
