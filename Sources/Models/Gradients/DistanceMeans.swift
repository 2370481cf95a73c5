// SPDX-License-Identifier: Apache-2.0

/// The mean over sequences of a number that each step has, by the step's distance from the end of its
/// sequence. Sequences of other lengths have other distances.
package struct DistanceMeans: Sendable, Equatable {
  /// The sums over the sequences at each distance from 0, and those of the same sequences' values at
  /// distance 1.
  private var sums: [Double] = []
  private var firsts: [Double] = []
  private var counts: [Int] = []

  package init() {}

  /// Adds the values of a sequence at the distances from 0 on.
  package mutating func add(_ values: [Double]) {
    let missing = values.count - sums.count
    if missing > 0 {
      sums += repeatElement(0, count: missing)
      firsts += repeatElement(0, count: missing)
      counts += repeatElement(0, count: missing)
    }
    for (distance, value) in values.enumerated() {
      sums[distance] += value
      firsts[distance] += values.count > 1 ? values[1] : 0
      counts[distance] += 1
    }
  }

  package mutating func add(_ other: DistanceMeans) {
    let missing = other.sums.count - sums.count
    if missing > 0 { add([Double](repeating: 0, count: other.sums.count)) }
    if missing > 0 { for distance in counts.indices { counts[distance] -= 1 } }
    for distance in other.sums.indices {
      sums[distance] += other.sums[distance]
      firsts[distance] += other.firsts[distance]
      counts[distance] += other.counts[distance]
    }
  }

  /// The largest distance that a sequence has; 0 if none has more than one step.
  package var longest: Int { max(0, sums.count - 1) }

  /// The number of sequences that have a distance.
  package func count(at distance: Int) -> Int { counts[distance] }

  /// The mean over the sequences that have a distance.
  package func mean(at distance: Int) -> Double { sums[distance] / Double(counts[distance]) }

  /// The mean at a distance divided by the mean of the same sequences at distance 1; nil if the latter
  /// is 0.
  package func ratio(at distance: Int) -> Double? {
    firsts[distance] == 0 ? nil : sums[distance] / firsts[distance]
  }
}
