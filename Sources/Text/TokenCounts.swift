// SPDX-License-Identifier: Apache-2.0

/// The number of occurrences of each token number.
package struct TokenCounts {
  /// The count of each number up to the highest that occurred.
  private(set) var counts: [Int] = []

  package init() {}

  package mutating func add(_ numbers: Span<Int32>) {
    var highest: Int32 = -1
    for index in numbers.indices { highest = max(highest, numbers[index]) }
    let missing = Int(highest) + 1 - counts.count
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
    var counts = counts.mutableSpan
    for index in numbers.indices { counts[Int(numbers[index])] += 1 }
  }
}
