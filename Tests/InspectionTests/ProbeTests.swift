// SPDX-License-Identifier: Apache-2.0

import Inspection
import Testing

/// Linear probes and thresholds, compared with scikit-learn.
@Suite struct ProbeTests {
  private struct Case: Decodable {
    let classes: Int
    let labels: [Int]
    let weights: [[Double]]
    let intercepts: [Double]
    let accuracy: Double
    let thresholds: [Threshold]
    let unit: Int

    struct Threshold: Decodable {
      let threshold: Double?
      let information: Double
    }
  }

  private static let (rows, columns, training, constant) = (400, 13, 300, 5)

  /// Returns the table that Goldens/make_probes.py computes.
  private func values() -> [Float] {
    (0..<Self.rows * Self.columns).map {
      $0 % Self.columns == Self.constant ? 0.5 : uniform(UInt32($0))
    }
  }

  @Test func probesEqualScikitLearns() throws {
    for expected in try golden("probes-scikit.json", as: [Case].self) {
      let rows = Array(0..<Self.training)
      let inputs = ProbeInputs(values(), columns: Self.columns, training: rows)
      let probe = LogisticRegression(
        inputs, rows: rows, labels: rows.map { expected.labels[$0] }, classes: expected.classes)
      let differences = zip(probe.weights.joined(), expected.weights.joined()).map { abs($0 - $1) }
      #expect(differences.count == expected.weights.count * Self.columns)
      #expect(differences.allSatisfy { $0 < 1e-4 }, "\(differences)")
      // The intercepts of several classes may be shifted together.
      let shift = (probe.intercepts.last ?? 0) - (expected.intercepts.last ?? 0)
      #expect(expected.classes > 2 || abs(shift) < 1e-4)
      #expect(
        zip(probe.intercepts, expected.intercepts).allSatisfy { abs($0 - $1 - shift) < 1e-4 })
      let heldOut = Self.training..<Self.rows
      let right = heldOut.count { probe.label(inputs, row: $0) == expected.labels[$0] }
      #expect(Double(right) / Double(heldOut.count) == expected.accuracy)
    }
  }

  @Test func thresholdsEqualScikitLearns() throws {
    let values = values()
    for expected in try golden("probes-scikit.json", as: [Case].self) {
      for (unit, golden) in expected.thresholds.enumerated() {
        let column = (0..<Self.training).map { values[$0 * Self.columns + unit] }
        let found = SortedValues(column).threshold(
          unit: unit, Array(expected.labels.prefix(Self.training)), classes: expected.classes)
        #expect(abs(found.information - golden.information) < 1e-9, "unit \(unit)")
        #expect(found.threshold == golden.threshold ?? .infinity, "unit \(unit)")
      }
    }
  }

  /// The best unit and its accuracy on the rows held out are those of a tree with one node.
  @Test func theBestUnitIsFound() throws {
    for expected in try golden("probes-scikit.json", as: [Case].self) {
      var table = ActivationTable(units: (1...Self.columns).map { "hidden.\($0)" })
      table.add(
        (0..<Self.rows).map { .init(name: "x", text: "x", line: 1, number: $0 + 1) }, values())
      let labels = FeatureLabels(
        name: "f", classes: (0..<expected.classes).map { "\($0)" }, labels: expected.labels)
      let probe = FeatureProbe.probes([labels], of: table, seed: 1)[0]
      let found = try #require(probe.measurement)
      #expect(found.thresholds.count == Self.columns && found.thresholds[0].unit == expected.unit)
      #expect(found.thresholds.last?.information == 0)
      #expect(found.trainingSteps == 320 && found.heldOutSteps == 80)
      #expect(found.probeAccuracy > found.majorityShare)
      #expect(found.thresholdAccuracy > found.majorityShare)
    }
  }

  @Test func featuresThatNeverChangeAreNamed() {
    var table = ActivationTable(units: ["hidden.1"])
    table.add(
      (1...10).map { .init(name: "x", text: "x", line: 1, number: $0) }, (1...10).map(Float.init))
    func outcome(_ labels: [Int?]) -> String {
      let labels = FeatureLabels(name: "f", classes: ["no", "yes"], labels: labels)
      let probe = FeatureProbe.probes([labels], of: table, seed: 1)[0]
      return switch probe.outcome {
      case .noLabels: "none"
      case .constant(let label): labels.classes[label]
      case .undivided: "undivided"
      case .measured: "measured"
      }
    }
    #expect(outcome(Array(repeating: nil, count: 10)) == "none")
    #expect(outcome(Array(repeating: 1, count: 10)) == "yes")
    #expect(outcome((0..<10).map { $0 % 2 }) == "measured")
    // Two labels, of which one part lacks one.
    let heldOut = HeldOutSplit(lines: table.lines, seed: 1).heldOut
    #expect(outcome((0..<10).map { heldOut.contains($0) ? 1 : 0 }) == "undivided")
  }

  // MARK: The division

  @Test func wholeLinesAreHeldOut() {
    let lines = (0..<100).map { 7 * $0..<7 * $0 + 7 }
    let split = HeldOutSplit(lines: lines, seed: 3)
    #expect(split.heldOut.count == 140 && split.training.count == 560)
    #expect(Set(split.heldOut).union(split.training) == Set(0..<700))
    let held = Set(split.heldOut)
    #expect(lines.allSatisfy { line in Set(line.map(held.contains)).count == 1 })
    #expect(split == HeldOutSplit(lines: lines, seed: 3))
    #expect(split != HeldOutSplit(lines: lines, seed: 4))
  }

  @Test func aLongLineIsCutIntoPieces() {
    let split = HeldOutSplit(lines: [0..<10_000], seed: 1)
    #expect(split.heldOut.count == 2_000)
    let beginnings = split.heldOut.count { !split.heldOut.contains($0 - 1) }
    #expect(beginnings <= 10)
    #expect(HeldOutSplit(lines: [0..<1], seed: 1).heldOut.isEmpty)
    #expect(HeldOutSplit(lines: [], seed: 1).training.isEmpty)
  }
}
