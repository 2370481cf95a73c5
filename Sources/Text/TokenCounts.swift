// SPDX-License-Identifier: Apache-2.0

/// How often each number of a token came.
struct TokenCounts {
  /// For each number up to the highest that came.
  private(set) var counts: [Int] = []

  mutating func add(_ numbers: ArraySlice<Int32>) {
    for number in numbers {
      if number >= counts.count {
        counts.append(contentsOf: repeatElement(0, count: Int(number) + 1 - counts.count))
      }
      counts[Int(number)] += 1
    }
  }
}
