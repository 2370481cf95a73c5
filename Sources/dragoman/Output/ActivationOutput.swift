// SPDX-License-Identifier: Apache-2.0

import Inference
import Models

/// The place where activations are written: rows of numbers or, as text, a table with a heading.
struct ActivationOutput: ~Copyable {
  private let columns: [ActivationColumn]
  private var output: VectorOutput
  /// Empty after it has been written.
  private var heading: String
  private(set) var steps = 0

  /// `path` is nil for standard output.
  ///
  /// - Throws: `FileError`.
  init(path: String?, _ columns: [ActivationColumn]) throws {
    self.columns = columns
    heading = (["line", "step", "token"] + columns.names).joined(separator: "\t") + "\n"
    output = try VectorOutput(path: path, size: columns.count, tensor: "activations")
  }

  /// Writes a row for each step of a line.
  mutating func write(_ reading: ActivationReader.Reading, line: Int) throws {
    if reading.tokens.isEmpty { return }
    steps += reading.tokens.count
    let rows = reading.tokens.indices.map { step in
      Array(reading.values[step * columns.count..<(step + 1) * columns.count])
    }
    guard output.isText else { return try output.write(rows) }
    var lines = heading
    heading = ""
    for (step, (token, row)) in zip(reading.tokens, rows).enumerated() {
      lines += "\(line)\t\(step + (reading.hasStart ? 0 : 1))\t\(cell(token.name))"
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
