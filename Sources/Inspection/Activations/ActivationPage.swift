// SPDX-License-Identifier: Apache-2.0

import Files

/// A self-contained page with the activations of units: the text coloured by a unit, as Karpathy,
/// Johnson and Fei-Fei drew it ("Visualizing and understanding recurrent networks", 2015), a heat map
/// of units over time, and what the units tell about features.
public struct ActivationPage: Sendable {
  public let title: String
  let table: ActivationTable
  let probes: [FeatureProbe]
  /// The units on the page.
  let units: [Int]
  /// The number of steps on the page, from the first.
  let stepCount: Int
  /// The units that are cell states, which have no bound.
  let cellUnits: Set<Int>
  /// The value with the strongest colour: the largest on the page of all units but cell states, at
  /// least 1.
  let scale: Float
  /// The value of each unit with the strongest colour: `scale`, or for a cell state its own largest,
  /// at least 1.
  let scales: [Float]

  /// The maximum numbers of steps and of values on a page.
  private static let (mostSteps, mostValues) = (2_000, 500_000)
  /// The sides of the heat map.
  static let (mapRows, mapColumns) = (10, 80)

  /// `cellUnits` are the numbers of the units that are cell states.
  public init(
    title: String, _ table: ActivationTable, _ probes: [FeatureProbe], cellUnits: Set<Int>
  ) {
    (self.title, self.table, self.probes) = (title, table, probes)
    self.cellUnits = cellUnits
    stepCount = min(table.steps.count, Self.mostSteps)
    units = Self.chosen(
      most: max(Self.mapRows, Self.mostValues / max(stepCount, 1)), of: table, probes)
    var largest = [Float](repeating: 1, count: table.units.count)
    for step in 0..<stepCount {
      for unit in units {
        let value = abs(table.values[step * table.units.count + unit])
        if value.isFinite { largest[unit] = max(largest[unit], value) }
      }
    }
    let scale = units.reduce(1) { cellUnits.contains($1) ? $0 : max($0, largest[$1]) }
    self.scale = scale
    scales = largest.indices.map { cellUnits.contains($0) ? largest[$0] : scale }
  }

  /// Returns as many units as there is room for: those that tell most about each feature in turn.
  private static func chosen(
    most: Int, of table: ActivationTable, _ probes: [FeatureProbe]
  ) -> [Int] {
    if table.units.count <= most { return Array(table.units.indices) }
    let orders = probes.compactMap { $0.measurement?.thresholds.map(\.unit) }
    var chosen: Set<Int> = []
    for rank in table.units.indices {
      for order in orders where chosen.count < most { chosen.insert(order[rank]) }
    }
    for unit in table.units.indices where chosen.count < most { chosen.insert(unit) }
    return chosen.sorted()
  }

  /// Writes the page atomically.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try writeFile(html(), to: path)
  }

  func value(_ step: Int, _ unit: Int) -> Float {
    table.values[step * table.units.count + unit]
  }

  /// Returns the strength of a value's colour, from −1 to 1.
  func strength(_ step: Int, _ unit: Int) -> Double {
    let value = value(step, unit)
    if value.isNaN { return 0 }
    return Double(max(-1, min(1, value / scales[unit])))
  }

  /// The tokens of the steps on the page.
  var tokens: [ShownToken] {
    var previous: ActivationTable.Step?
    return table.steps[..<stepCount].map { step in
      defer { previous = step }
      return ShownToken(step, after: previous.flatMap { $0.line == step.line ? $0 : nil })
    }
  }

  /// The units of a feature from the one that tells most, or all in their order.
  func order(_ probe: FeatureProbe?) -> [Int] {
    guard let thresholds = probe?.measurement?.thresholds else { return units }
    let shown = Set(units)
    return thresholds.map(\.unit).filter(shown.contains)
  }

  /// The unit that tells least about any feature, and the most that it tells, in bits.
  var leastTelling: (unit: Int, information: Double)? {
    var most: [Int: Double] = [:]
    for probe in probes {
      for threshold in probe.measurement?.thresholds ?? [] {
        most[threshold.unit] = max(most[threshold.unit] ?? 0, threshold.information)
      }
    }
    return units.filter { most[$0] != nil }.min { (most[$0] ?? 0, $0) < (most[$1] ?? 0, $1) }
      .map { ($0, most[$0] ?? 0) }
  }
}
