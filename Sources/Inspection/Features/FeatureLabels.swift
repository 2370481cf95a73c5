// SPDX-License-Identifier: Apache-2.0

/// The label of each step of some texts for a feature.
public struct FeatureLabels: Sendable, Equatable {
  public let name: String
  /// The names of the labels.
  public let classes: [String]
  /// The number of each step's label; nil for a step without one.
  public let labels: [Int?]

  public init(name: String, classes: [String], labels: [Int?]) {
    (self.name, self.classes, self.labels) = (name, classes, labels)
  }

  /// Creates labels from names in the order of their first occurrence; nil for a step without one.
  public init(name: String, _ names: [String?]) {
    var numbers: [String: Int] = [:]
    var classes: [String] = []
    let labels = names.map { name -> Int? in
      guard let name else { return nil }
      if let number = numbers[name] { return number }
      numbers[name] = classes.count
      classes.append(name)
      return classes.count - 1
    }
    self.init(name: name, classes: classes, labels: labels)
  }

  /// Computes a feature of the steps of a table. Steps that stand for no text have no label. An
  /// amount becomes two classes of similar size.
  public init(_ feature: PositionFeature, of table: ActivationTable) {
    var values: [Int?] = []
    values.reserveCapacity(table.steps.count)
    for steps in table.texts {
      let texts = table.steps[steps].map(\.text)
      values +=
        table.isReversed
        ? Self.values(feature, of: texts.reversed()).reversed() : Self.values(feature, of: texts)
    }
    switch feature.kind {
    case .condition(let no, let yes):
      self.init(name: feature.name, classes: [no, yes], labels: values)
    case .amount:
      let cut = Self.cut(values.compactMap(\.self))
      self.init(
        name: feature.name, classes: ["under \(cut)", "\(cut) or more"],
        labels: values.map { $0.map { $0 < cut ? 0 : 1 } })
    }
  }

  /// Returns the value after each of the tokens of a text.
  private static func values(_ feature: PositionFeature, of texts: [String]) -> [Int?] {
    let values = feature.values(Array(texts.joined()))
    var end = 0
    return texts.map { text in
      end += text.count
      return text.isEmpty ? nil : values[end - 1]
    }
  }

  /// Returns the least number of the upper class that divides the values most evenly.
  private static func cut(_ values: [Int]) -> Int {
    let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
    var (below, best) = (0, (distance: Int.max, cut: 1))
    for value in counts.keys.sorted() {
      let distance = abs(values.count - 2 * below)
      if below > 0 && distance < best.distance { best = (distance, value) }
      below += counts[value] ?? 0
    }
    return best.cut
  }
}
