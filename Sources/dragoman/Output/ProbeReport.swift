// SPDX-License-Identifier: Apache-2.0

import Inspection
import Messages
import Text

/// What units tell about features, as a table and as JSON.
struct ProbeReport {
  private let probes: [FeatureProbe]
  private let units: [String]

  /// `units` are the names of the units.
  init(_ probes: [FeatureProbe], units: [String]) { (self.probes, self.units) = (probes, units) }

  var text: String {
    var table = Table([
      ("feature", .left), ("majority", .left), ("", .right), ("probe", .right), ("unit", .left),
      ("", .left), ("accuracy", .right), ("bits", .right),
    ])
    for probe in probes {
      guard let found = probe.measurement else {
        table.add([probe.labels.name, "-", "", "-", "-", "", "-", "-"])
        continue
      }
      let best = found.thresholds[0]
      table.add([
        probe.labels.name, probe.labels.classes[found.majority], percent(found.majorityShare),
        percent(found.probeAccuracy), units[best.unit], best.rule(probe.labels.classes),
        percent(found.thresholdAccuracy), decimal(best.information, places: 3),
      ])
    }
    return table.text
  }

  var json: String {
    get throws {
      try dragoman.json(
        probes.map { ProbeRecord($0, units: units) }, pretty: true)
    }
  }

  /// A sentence for each feature that cannot be measured.
  var notes: [String] {
    probes.compactMap { probe in
      let name = "Feature '\(probe.labels.name)'"
      switch probe.outcome {
      case .measured: return nil
      case .noLabels: return "\(name): no step has a label."
      case .constant(let label):
        return
          "\(name): every step has the label '\(probe.labels.classes[label])', so there is nothing to distinguish."
      case .undivided:
        return
          "\(name): some of its labels are so rare that the training part or the held-out part of the "
          + "text has only one label; give more text."
      }
    }
  }
}

/// Features of which none can be measured.
struct NothingToTellError: Explainable, Equatable {
  let notes: [String]

  var explanation: ErrorText { ErrorText(.badData, notes.joined(separator: "\n")) }
}

/// A feature in the output of `activations --json`.
private struct ProbeRecord: Encodable {
  let feature: String
  let labels: [String]
  let majority: String?
  let majorityShare: Double?
  let trainingSteps: Int?
  let heldOutSteps: Int?
  let probeAccuracy: Double?
  let unit: String?
  let threshold: Double?
  let upToThreshold: String?
  let aboveThreshold: String?
  let unitAccuracy: Double?
  let bits: Double?

  init(_ probe: FeatureProbe, units: [String]) {
    let classes = probe.labels.classes
    let found = probe.measurement
    let best = found?.thresholds[0]
    (feature, labels) = (probe.labels.name, classes)
    majority = found.map { classes[$0.majority] }
    majorityShare = found?.majorityShare
    trainingSteps = found?.trainingSteps
    heldOutSteps = found?.heldOutSteps
    probeAccuracy = found?.probeAccuracy
    unit = best.map { units[$0.unit] }
    threshold = best?.threshold
    upToThreshold = best.map { classes[$0.below] }
    aboveThreshold = best.map { classes[$0.above] }
    unitAccuracy = found?.thresholdAccuracy
    bits = best?.information
  }
}
