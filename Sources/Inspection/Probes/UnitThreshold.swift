// SPDX-License-Identifier: Apache-2.0

import Glibc
import Text

/// A threshold of one unit that divides steps by their label: on each side, the most frequent label
/// is guessed. The threshold has the most information about the label, as in a decision tree with one
/// node (Quinlan, "Induction of decision trees", 1986).
public struct UnitThreshold: Sendable, Equatable {
  /// The number of the unit.
  public let unit: Int
  public let threshold: Double
  /// The label that is guessed for values up to the threshold, and for those above.
  public let below, above: Int
  /// The mutual information between the side and the label, in bits.
  public let information: Double

  /// Describes the guess, for example `inside above 0.31`. `classes` are the names of the labels.
  package func rule(_ classes: [String]) -> String {
    let value = significant(threshold, digits: 3)
    if below == above { return "\(classes[above]) always" }
    if classes.count > 2 { return "\(classes[below]) up to \(value), \(classes[above]) above" }
    return below == 1 ? "\(classes[1]) up to \(value)" : "\(classes[1]) above \(value)"
  }

  /// Returns the guess for a value.
  package func label(_ value: Float) -> Int { Double(value) <= threshold ? below : above }
}

/// Values of a unit, sorted, to find thresholds for several features.
package struct SortedValues {
  private let values: [Float]
  /// The rows in the order of their values.
  private let order: [Int]

  package init(_ values: [Float]) {
    self.values = values
    order = values.indices.sorted { values[$0] < values[$1] }
  }

  /// Finds the best threshold for the rows that have a label below `classes`; of several, the lowest.
  package func threshold(unit: Int, _ labels: [Int?], classes: Int) -> UnitThreshold {
    let rows = order.filter { labels[$0] != nil }
    var sides = Sides(rows.compactMap { labels[$0] }, classes: classes)
    var best = UnitThreshold(
      unit: unit, threshold: .infinity, below: sides.majorities.above,
      above: sides.majorities.above, information: 0)
    for (place, row) in rows.enumerated().dropLast() {
      sides.move(labels[row] ?? 0)
      let (value, next) = (Double(values[row]), Double(values[rows[place + 1]]))
      if value == next { continue }
      let information = sides.information
      if information > best.information + 1e-12 {
        let (below, above) = sides.majorities
        best = UnitThreshold(
          unit: unit, threshold: (value + next) / 2, below: below, above: above,
          information: information)
      }
    }
    return best
  }
}

/// The counts of labels below and above a threshold.
private struct Sides {
  private var below, above: [Int]
  private let total: Double
  /// Σ n·log₂ n over the labels, below and above.
  private var belowSum = 0.0
  private var aboveSum = 0.0
  private let entropy: Double

  init(_ labels: [Int], classes: Int) {
    below = Array(repeating: 0, count: classes)
    above = below
    for label in labels { above[label] += 1 }
    total = Double(labels.count)
    aboveSum = above.reduce(0) { $0 + weighted($1) }
    entropy = labels.isEmpty ? 0 : (weighted(labels.count) - aboveSum) / total
  }

  /// Moves a label from above to below.
  mutating func move(_ label: Int) {
    aboveSum += weighted(above[label] - 1) - weighted(above[label])
    belowSum += weighted(below[label] + 1) - weighted(below[label])
    above[label] -= 1
    below[label] += 1
  }

  var information: Double {
    let (low, high) = (below.reduce(0, +), above.reduce(0, +))
    let remaining = weighted(low) - belowSum + weighted(high) - aboveSum
    return max(0, entropy - remaining / total)
  }

  /// The most frequent label of each side, the first of several.
  var majorities: (below: Int, above: Int) { (majority(of: below), majority(of: above)) }

  private func majority(of counts: [Int]) -> Int {
    counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
  }
}

private func weighted(_ count: Int) -> Double {
  count < 2 ? 0 : Double(count) * log2(Double(count))
}
