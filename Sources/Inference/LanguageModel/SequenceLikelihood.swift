// SPDX-License-Identifier: Apache-2.0

/// The likelihood of a token sequence under a language model.
package struct SequenceLikelihood: Sendable, Equatable {
  /// The number of predicted tokens.
  package private(set) var tokens = 0
  /// The sum over the tokens, in nats.
  package private(set) var negativeLogLikelihood = 0.0

  package init() {}

  /// Creates the likelihood of tokens from the negative log-likelihood of each.
  package init(losses: some Collection<Float>) {
    tokens = losses.count
    negativeLogLikelihood = losses.reduce(0) { $0 + Double($1) }
  }

  package static func += (sum: inout SequenceLikelihood, part: SequenceLikelihood) {
    sum.tokens += part.tokens
    sum.negativeLogLikelihood += part.negativeLogLikelihood
  }
}
