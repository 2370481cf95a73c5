// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Returns the perplexity of a text: the exponential of its mean negative log-likelihood per token,
/// in nats.
public func perplexity(totalNegativeLogLikelihood: Double, tokens: Int) -> Double {
  precondition(tokens > 0, "perplexity of no tokens")
  return exp(totalNegativeLogLikelihood / Double(tokens))
}
