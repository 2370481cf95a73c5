// SPDX-License-Identifier: Apache-2.0

/// The discounts of the n-grams of one length that count once, twice, and three times or more
/// (modified Kneser–Ney; Chen and Goodman, "An empirical study of smoothing techniques for language
/// modeling", 1998, equation 26).
package struct KneserNeyDiscounts: Sendable, Equatable {
  /// Three discounts. That of n-grams that count j times is above 0 and at most j.
  package let values: [Double]
  /// True if the counts are too few to estimate discounts from, as in small texts. The values are
  /// then 0.5, 1 and 1.5, the defaults of KenLM's `--discount_fallback`.
  package let isFallback: Bool

  init(values: [Double], isFallback: Bool) {
    self.values = values
    self.isFallback = isFallback
  }

  /// Estimates the discounts from the counts of all n-grams of one length.
  init(counts: [Int32]) {
    // The number of n-grams that count 1, 2, 3 and 4 times.
    var numbers = [0.0, 0, 0, 0]
    for count in counts where (1...4).contains(count) { numbers[Int(count) - 1] += 1 }
    let base = numbers[0] / (numbers[0] + 2 * numbers[1])
    let values = (1...3).map {
      Double($0) - Double($0 + 1) * base * numbers[$0] / numbers[$0 - 1]
    }
    let isPossible =
      numbers.allSatisfy { $0 > 0 } && zip(values, 1...3).allSatisfy { $0 > 0 && $0 <= Double($1) }
    self.init(values: isPossible ? values : [0.5, 1, 1.5], isFallback: !isPossible)
  }

  subscript(count: Int32) -> Double { count == 0 ? 0 : values[min(Int(count), 3) - 1] }
}
