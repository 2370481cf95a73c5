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
