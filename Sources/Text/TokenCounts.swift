// SPDX-License-Identifier: Apache-2.0

/// How often each number of a token came.
struct TokenCounts {
  /// For each number up to the highest that came.
  private(set) var counts: [Int] = []

  mutating func add(_ numbers: Span<Int32>) {
    var highest: Int32 = -1
    for index in numbers.indices { highest = max(highest, numbers[index]) }
    let missing = Int(highest) + 1 - counts.count
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
    var counts = counts.mutableSpan
    for index in numbers.indices { counts[Int(numbers[index])] += 1 }
  }
}
