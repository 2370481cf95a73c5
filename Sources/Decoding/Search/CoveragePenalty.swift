// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Takes from the score of a translation for source words that got little attention: weight · Σ over the
/// source words of log(min(max(attention they got in all, 0.001), 1)) (Wu et al. 2016, equation 14).
///
/// The paper has no lower bound. Sharp attention is 0 in single precision, whose logarithm would make one
/// translation as bad as any other; what is below a thousandth is no attention.
package struct CoveragePenalty: Sendable {
  package let weight: Float

  private static let leastAttention = 1e-3

  package init(weight: Float) { self.weight = weight }

  /// What is added to the score, zero or less; `attention` holds a row over the source words for each
  /// step.
  package func score(_ attention: [[Float]]) -> Double {
    guard weight > 0, let first = attention.first else { return 0 }
    let covered = first.indices.map { word in
      attention.reduce(0) { $0 + Double($1[word]) }
    }
    return Double(weight) * covered.reduce(0) { $0 + log(min(max($1, Self.leastAttention), 1)) }
  }
}
