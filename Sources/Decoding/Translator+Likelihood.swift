// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
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

/// How probable a model finds a given translation.
public struct PairScore: Sendable, Equatable {
  /// The sum over its units, a natural logarithm.
  public let logProbability: Double
  /// What the model reads of the reference: its tokens, or where the vocabulary holds units of tokens,
  /// these.
  public let units: [String]
  /// Of each unit after those before it, and last of the end of the sentence; for one that the model
  /// does not know, that of the unknown word.
  public let logProbabilities: [Float]
  /// Tokens of the reference that the model does not know.
  public let unknownWords: Int
  /// Whether the source, and the reference, was longer than `Translator.Options.maximumSourceLength`, and
  /// its rest left out.
  public let isSourceCut, isReferenceCut: Bool
}

extension Translator {
  /// How probable each of `references` is as the translation of the same line of `sources`.
  public func scores(sources: [String], references: [String]) -> [PairScore] {
    precondition(sources.count == references.count, "a reference for each source")
    let limit = options.maximumSourceLength
    let sources = sources.map { encodedSource($0).ids }
    let tokens = references.map(targetTokenizer.tokenize)
    let targets = tokens.map(targetCodec.encode)
    let losses = members.enumerated().map { index, member in
      member.checkpoint.model.tokenLosses(
        of: zip(sources, targets).map { ($0[index].prefix(limit), $1.ids.prefix(limit)) },
        batchSize: options.batchSize, markers: .standard,
        reverseSource: member.checkpoint.configuration.reverseSource, member.weights, pool,
        workspace: { [workers] in workers[$0].ensemble.workspace })
    }
    return references.indices.map { line in
      let logProbabilities = meanProbabilities(losses.map { $0[line] })
      return PairScore(
        logProbability: logProbabilities.reduce(0) { $0 + Double($1) },
        units: Array(units(of: tokens[line], targets[line].ids).prefix(limit)),
        logProbabilities: logProbabilities, unknownWords: targets[line].unknownTokens,
        isSourceCut: sources[line].contains { $0.count > limit },
        isReferenceCut: targets[line].ids.count > limit)
    }
  }

  /// Tokens as they were written, also unknown ones, where each is a unit.
  private func units(of tokens: [String], _ ids: [Int32]) -> [String] {
    checkpoint.merges == nil ? tokens : checkpoint.targetVocabulary.tokens(of: ids)
  }

  /// The logarithm of the models' mean probability of each token, from their losses.
  private func meanProbabilities(_ losses: [[Float]]) -> [Float] {
    if losses.count == 1 { return losses[0].map(-) }
    return losses[0].indices.map { token in
      let logarithms = losses.map { -Double($0[token]) }
      let largest = logarithms.max() ?? 0
      let sum = logarithms.reduce(0) { $0 + exp($1 - largest) }
      return Float(largest + log(sum / Double(losses.count)))
    }
  }

  /// How probable `references` all together are as the translations of `sources`, line by line.
  public func likelihood(sources: [String], references: [String]) -> Likelihood {
    let scores = scores(sources: sources, references: references)
    return Likelihood(
      totalNegativeLogLikelihood: -scores.reduce(0) { $0 + $1.logProbability },
      tokens: scores.reduce(0) { $0 + $1.logProbabilities.count },
      cutReferences: scores.count { $0.isReferenceCut })
  }
}
