// SPDX-License-Identifier: Apache-2.0

import Inspection
import Models

/// The place where activations are written: rows of numbers or, as text, a table with a heading.
struct ActivationOutput: ~Copyable {
  private let units: [String]
  private var output: VectorOutput
  /// Empty after it has been written.
  private var heading: String
  private let features: [FeatureLabels]
  private(set) var steps = 0

  /// `path` is nil for standard output.
  ///
  /// - Throws: `FileError`.
  init(path: String?, units: [String], features: [FeatureLabels] = []) throws {
    (self.units, self.features) = (units, features)
    heading =
      (["line", "step", "token"] + features.map(\.name) + units).joined(separator: "\t") + "\n"
    output = try VectorOutput(path: path, size: units.count, tensor: "activations")
  }

  /// Writes a row for each step. `values` is `[steps, units]`. The labels are those of the features
  /// at the steps so far and these.
  mutating func write(_ steps: [ActivationTable.Step], _ values: [Float]) throws {
    if steps.isEmpty { return }
    let first = self.steps
    self.steps += steps.count
    let rows = steps.indices.map { Array(values[$0 * units.count..<($0 + 1) * units.count]) }
    guard output.isText else { return try output.write(rows) }
    var lines = heading
    heading = ""
    for (index, (step, row)) in zip(steps, rows).enumerated() {
      lines += "\(step.line)\t\(step.number)\t\(cell(step.name))"
      for feature in features {
        lines += "\t" + cell(feature.labels[first + index].map { feature.classes[$0] } ?? "_")
      }
      for value in row { lines += "\t\(value)" }
      lines += "\n"
    }
    try output.writeLines(lines)
  }

  /// Ends the file.
  mutating func finish() throws { try output.finish() }
}

/// Returns a token without the characters that divide cells and lines.
private func cell(_ token: String) -> String {
  token.replacing("\t", with: "\\t").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
}

extension [ActivationColumn] {
  /// The names of the columns, such as `hidden.3`; with the layer if there are several.
  var names: [String] {
    let hasLayers = Set(map(\.layer)).count > 1
    return map { $0.name(hasLayers) }
  }
}

extension ActivationColumn {
  fileprivate func name(_ hasLayer: Bool) -> String {
    (hasLayer ? "layer\(layer)." : "") + "\(partName).\(unit)"
  }
}
