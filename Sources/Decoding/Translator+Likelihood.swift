// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Subwords
import Text

/// How probable a model finds given translations.
public struct Likelihood: Sendable, Equatable {
  /// The negative log-likelihood of all target tokens together, in nats.
  public let totalNegativeLogLikelihood: Double
  /// Target tokens, the end of each sentence included.
  public let tokens: Int
  /// References longer than `Translator.Options.maximumSourceLength`, whose rest is not counted.
  public let cutReferences: Int
}

extension Translator {
  /// How probable each of `references` is as the translation of the same line of `sources`.
  ///
  /// - Throws: `TokenizerError` when ICU does not know the checkpoint's target language.
  public func likelihood(sources: [String], references: [String]) throws -> Likelihood {
    precondition(sources.count == references.count, "a reference for each source")
    let targetTokenizer = try Tokenizer(checkpoint.configuration.targetTokenizer)
    let limit = options.maximumSourceLength
    var cutReferences = 0
    let pairs = zip(sources, references).map { source, reference in
      let target = targetCodec.encode(targetTokenizer.tokenize(reference)).ids
      if target.count > limit { cutReferences += 1 }
      return (
        source: sourceCodec.encode(tokenizer.tokenize(source)).ids.prefix(limit),
        target: target.prefix(limit)
      )
    }
    let total = checkpoint.model.totalLoss(
      of: pairs, batchSize: options.batchSize, markers: .standard,
      reverseSource: checkpoint.configuration.reverseSource, weights, pool,
      workspace: { [workers] in workers[$0].session.workspace })
    return Likelihood(
      totalNegativeLogLikelihood: total, tokens: pairs.reduce(0) { $0 + $1.target.count + 1 },
      cutReferences: cutReferences)
  }
}
