// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the log-probability of a translation is divided by before translations of unequal length are
/// compared: the sum over many words is lower than that over few. The end token counts as a word.
public enum LengthPenalty: Sendable, Equatable {
  /// One: the most probable translation wins, often too short a one.
  case none
  /// The number of words: the mean of their log-probabilities counts.
  case average
  /// ((5 + words) / 6) ^ alpha, from `none` at 0 to nearly `average` at 1 (Wu et al., "Google's neural
  /// machine translation system", 2016, equation 14).
  case wu(alpha: Float)

  package func divisor(words: Int) -> Double {
    switch self {
    case .none: 1
    case .average: Double(words)
    case .wu(let alpha): pow(Double(5 + words) / 6, Double(alpha))
    }
  }
}
