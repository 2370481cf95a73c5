// SPDX-License-Identifier: Apache-2.0

import Glibc

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
