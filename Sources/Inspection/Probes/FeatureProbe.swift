// SPDX-License-Identifier: Apache-2.0

/// What units tell about a feature: the accuracy of a linear probe of all units, and of thresholds of
/// single units, on steps that were held out.
public struct FeatureProbe: Sendable {
  public enum Outcome: Sendable {
    /// No step has a label.
    case noLabels
    /// All labels are the same.
    case constant(label: Int)
    /// Steps of several labels are in only one of the two parts.
    case undivided
    case measured(Measurement)
  }

  public struct Measurement: Sendable {
    /// The most frequent label of the training part, and its share of the held-out part.
    public let majority: Int
    public let majorityShare: Double
    /// The number of steps with a label in each part.
    public let trainingSteps, heldOutSteps: Int
    /// The accuracy of the linear probe on the held-out part.
    public let probeAccuracy: Double
    /// The thresholds of all units, from the one that tells most.
    public let thresholds: [UnitThreshold]
    /// The accuracy on the held-out part of the first threshold.
    public let thresholdAccuracy: Double
  }

  public let labels: FeatureLabels
  public let outcome: Outcome

  public var measurement: Measurement? {
    if case .measured(let measurement) = outcome { measurement } else { nil }
  }

  /// Probes all features of a table.
  public static func probes(
    _ features: [FeatureLabels], of table: ActivationTable, seed: UInt64
  ) -> [FeatureProbe] {
    let split = HeldOutSplit(lines: table.lines, seed: seed)
    let candidates = features.map { Candidate($0, split) }
    let inputs = ProbeInputs(table.values, columns: table.units.count, training: split.training)
    var thresholds = candidates.map { _ in [UnitThreshold]() }
    for unit in table.units.indices {
      let values = table.values(ofUnit: unit)
      let sorted = SortedValues(split.training.map { values[$0] })
      for (number, candidate) in candidates.enumerated() where candidate.obstacle == nil {
        thresholds[number].append(
          sorted.threshold(
            unit: unit, split.training.map { candidate.labels.labels[$0] },
            classes: candidate.labels.classes.count))
      }
    }
    return zip(candidates, thresholds).map { candidate, thresholds in
      FeatureProbe(
        labels: candidate.labels,
        outcome: candidate.obstacle
          ?? .measured(candidate.measured(table, inputs, thresholds)))
    }
  }
}

/// A feature, and the steps that have a label.
private struct Candidate {
  let labels: FeatureLabels
  private let training, heldOut: [Int]
  /// The reason that nothing can be measured.
  let obstacle: FeatureProbe.Outcome?

  init(_ labels: FeatureLabels, _ split: HeldOutSplit) {
    self.labels = labels
    training = split.training.filter { labels.labels[$0] != nil }
    heldOut = split.heldOut.filter { labels.labels[$0] != nil }
    let known = Set(training.compactMap { labels.labels[$0] })
    let all = known.union(heldOut.compactMap { labels.labels[$0] })
    obstacle =
      all.isEmpty
      ? .noLabels
      : all.count == 1
        ? .constant(label: all.min() ?? 0)
        : known.count == 1 || training.isEmpty || heldOut.isEmpty ? .undivided : nil
  }

  private func label(_ step: Int) -> Int { labels.labels[step] ?? 0 }

  private func accuracy(_ guess: (Int) -> Int) -> Double {
    Double(heldOut.count { guess($0) == label($0) }) / Double(heldOut.count)
  }

  func measured(
    _ table: ActivationTable, _ inputs: ProbeInputs, _ thresholds: [UnitThreshold]
  ) -> FeatureProbe.Measurement {
    let classes = labels.classes.count
    let counts = training.reduce(into: [Int](repeating: 0, count: classes)) {
      $0[label($1)] += 1
    }
    let majority = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    let probe = LogisticRegression(
      inputs, rows: training, labels: training.map(label), classes: classes)
    let sorted = thresholds.sorted { ($1.information, $0.unit) < ($0.information, $1.unit) }
    let values = table.values(ofUnit: sorted[0].unit)
    return FeatureProbe.Measurement(
      majority: majority, majorityShare: accuracy { _ in majority },
      trainingSteps: training.count, heldOutSteps: heldOut.count,
      probeAccuracy: accuracy { probe.label(inputs, row: $0) }, thresholds: sorted,
      thresholdAccuracy: accuracy { sorted[0].label(values[$0]) })
  }
}
