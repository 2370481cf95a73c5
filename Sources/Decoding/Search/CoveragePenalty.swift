// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Takes from the score of a translation for source words that got little attention: weight · Σ over the
/// source words of log(min(attention they got in all, 1)) (Wu et al. 2016, equation 14).
package struct CoveragePenalty: Sendable {
  package let weight: Float

  package init(weight: Float) { self.weight = weight }

  /// What is added to the score, zero or less; `attention` holds a row over the source words for each
  /// step.
  package func score(_ attention: [[Float]]) -> Double {
    guard weight > 0, let first = attention.first else { return 0 }
    let covered = first.indices.map { word in
      attention.reduce(0) { $0 + Double($1[word]) }
    }
    return Double(weight) * covered.reduce(0) { $0 + log(min($1, 1)) }
  }
}
