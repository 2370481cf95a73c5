// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The divisor of a translation's log-probability. It makes translations of different lengths
/// comparable, because a sum over many words is lower than one over few. The end token counts as a
/// word.
public enum LengthPenalty: Sendable, Equatable {
  /// No penalty: the most probable translation wins, which is often too short.
  case none
  /// The number of words: ranks by the mean log-probability per word.
  case average
  /// ((5 + words) / 6) ^ alpha, from `none` at 0 to nearly `average` at 1 (Wu et al., "Google's
  /// neural machine translation system", 2016, equation 14).
  case wu(alpha: Float)

  package func divisor(words: Int) -> Double {
    switch self {
    case .none: 1
    case .average: Double(words)
    case .wu(let alpha): pow(Double(5 + words) / 6, Double(alpha))
    }
  }
}

/// A penalty for source words that received little attention: weight · Σ over the source words of
/// log(min(max(total attention, 0.001), 1)) (Wu et al. 2016, equation 14).
///
/// The paper has no lower bound. Sharp attention underflows to 0 in single precision; its
/// logarithm, −infinity, would make all such translations equally bad. Attention below 0.001
/// therefore counts as 0.001.
package struct CoveragePenalty: Sendable {
  package let weight: Float

  private static let leastAttention = 1e-3

  package init(weight: Float) { self.weight = weight }

  /// Returns the term to add to the score, at most 0. `attention` has a row over the source words
  /// for each step.
  package func score(_ attention: [[Float]]) -> Double {
    guard weight > 0, let first = attention.first else { return 0 }
    let covered = first.indices.map { word in
      attention.reduce(0) { $0 + Double($1[word]) }
    }
    return Double(weight) * covered.reduce(0) { $0 + log(min(max($1, Self.leastAttention), 1)) }
  }
}
