// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Layers
import Models
import Subwords
import Text

/// The likelihood of given translations under the model.
public struct Likelihood: Sendable, Equatable {
  /// The summed negative log-likelihood of all target tokens, in nats.
  public let totalNegativeLogLikelihood: Double
  /// The number of target tokens, including the end of each sentence.
  public let tokens: Int
  /// The number of target tokens that the model predicts correctly: each is the most probable after the
  /// reference tokens before it. Nil for an ensemble.
  public let correctTokens: Int?
  /// The number of references longer than `Translator.Options.maximumSourceLength`; their rest is
  /// not scored.
  public let cutReferences: Int
}

/// The likelihood of one given translation.
public struct PairScore: Sendable, Equatable {
  /// The sum over the units, a natural logarithm.
  public let logProbability: Double
  /// The units that the model reads: tokens, or parts of tokens if the vocabulary holds subword
  /// units.
  public let units: [String]
  /// The log-probability of each unit given those before it, and last of the end of the sentence. A
  /// unit that is not in the vocabulary is scored as the unknown word.
  public let logProbabilities: [Float]
  /// The number of units, with the end of the sentence, that are the most probable after those before
  /// them. Nil for an ensemble.
  public let correctUnits: Int?
  /// The number of reference tokens that are not in the vocabulary.
  public let unknownWords: Int
  /// True if the source, or the reference, was longer than
  /// `Translator.Options.maximumSourceLength`; the rest was ignored.
  public let isSourceCut, isReferenceCut: Bool
}

extension Translator {
  /// Scores each of `references` as a translation of the same line of `sources`.
  public func scores(sources: [String], references: [String]) -> [PairScore] {
    precondition(sources.count == references.count, "a reference for each source")
    let limit = options.maximumSourceLength
    let sources = sources.map { encodedSource($0).ids }
    let tokens = references.map(targetTokenizer.tokenize)
    let targets = tokens.map(targetCodec.encode)
    let predictions = members.enumerated().map { index, member in
      member.checkpoint.model.predictions(
        of: zip(sources, targets).map { ($0[index].prefix(limit), $1.ids.prefix(limit)) },
        batchSize: options.batchSize, markers: .standard,
        reverseSource: member.checkpoint.configuration.reverseSource, member.weights, pool,
        workspace: { [search] in search.workspace($0) })
    }
    return references.indices.map { line in
      let logProbabilities = meanProbabilities(predictions.map { $0[line].map(\.loss) })
      return PairScore(
        logProbability: logProbabilities.reduce(0) { $0 + Double($1) },
        units: Array(units(of: tokens[line], targets[line].ids).prefix(limit)),
        logProbabilities: logProbabilities,
        correctUnits: members.count == 1 ? predictions[0][line].count { $0.isCorrect } : nil,
        unknownWords: targets[line].unknownTokens,
        isSourceCut: sources[line].contains { $0.count > limit },
        isReferenceCut: targets[line].ids.count > limit)
    }
  }

  /// Returns the text of each unit. Unknown words keep their text if the vocabulary holds words.
  private func units(of tokens: [String], _ ids: [Int32]) -> [String] {
    checkpoint.merges == nil ? tokens : checkpoint.targetVocabulary.tokens(of: ids)
  }

  /// Returns the logarithm of the models' mean probability of each token, given their losses.
  private func meanProbabilities(_ losses: [[Float]]) -> [Float] {
    if losses.count == 1 { return losses[0].map(-) }
    return losses[0].indices.map { token in
      let logarithms = losses.map { -Double($0[token]) }
      let largest = logarithms.max() ?? 0
      let sum = logarithms.reduce(0) { $0 + exp($1 - largest) }
      return Float(largest + log(sum / Double(losses.count)))
    }
  }

  /// Returns the likelihood of `references`, in total, as the translations of `sources`, line by
  /// line.
  public func likelihood(sources: [String], references: [String]) -> Likelihood {
    let scores = scores(sources: sources, references: references)
    return Likelihood(
      totalNegativeLogLikelihood: -scores.reduce(0) { $0 + $1.logProbability },
      tokens: scores.reduce(0) { $0 + $1.logProbabilities.count },
      correctTokens: members.count == 1 ? scores.reduce(0) { $0 + ($1.correctUnits ?? 0) } : nil,
      cutReferences: scores.count { $0.isReferenceCut })
  }
}
