// SPDX-License-Identifier: Apache-2.0

/// The numbers of a network's units at each step of some texts.
public struct ActivationTable: Sendable {
  public struct Step: Sendable, Equatable {
    /// The token as in the vocabulary.
    public let name: String
    /// The text that the token adds, with a space before it if there is one; empty for a token that
    /// stands for no text.
    public let text: String
    /// The line, from 1.
    public let line: Int
    /// The place in the line, from 0 for the start of a text and otherwise from 1.
    public let number: Int

    public init(name: String, text: String, line: Int, number: Int) {
      (self.name, self.text, self.line, self.number) = (name, text, line, number)
    }
  }

  /// The names of the units, such as `hidden.3`.
  public let units: [String]
  /// True if each line continues those before it.
  public let isContinuous: Bool
  /// True if the steps read each line from its last token to its first.
  public let isReversed: Bool
  public private(set) var steps: [Step] = []
  /// `[steps, units]`
  public private(set) var values: [Float] = []
  /// The range of the steps of each line that has any.
  public private(set) var lines: [Range<Int>] = []

  public init(units: [String], isContinuous: Bool = false, isReversed: Bool = false) {
    self.units = units
    (self.isContinuous, self.isReversed) = (isContinuous, isReversed)
  }

  /// Adds the steps of a line. `values` is `[steps, units]`.
  public mutating func add(_ steps: [Step], _ values: [Float]) {
    precondition(values.count == steps.count * units.count, "a value for each unit and step")
    if steps.isEmpty { return }
    lines.append(self.steps.count..<self.steps.count + steps.count)
    self.steps += steps
    self.values += values
  }

  /// The range of the steps of each text: a line, or all of them if they continue each other.
  var texts: [Range<Int>] { isContinuous && !steps.isEmpty ? [0..<steps.count] : lines }

  /// The numbers of the units with the largest variance, the largest first.
  package func mostVaryingUnits(_ count: Int) -> [Int] {
    let variances = units.indices.map { unit in
      let values = values(ofUnit: unit).map(Double.init)
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return Array(units.indices.sorted { (variances[$1], $0) < (variances[$0], $1) }.prefix(count))
  }

  /// The values as tab-separated text, a step on each line.
  package var text: String {
    var text = "line\tstep\ttoken\t" + units.joined(separator: "\t") + "\n"
    for (index, step) in steps.enumerated() {
      let row = values[index * units.count..<(index + 1) * units.count]
      text += "\(step.line)\t\(step.number)\t\(tableCell(step.name))\t"
      text += row.map { "\($0)" }.joined(separator: "\t") + "\n"
    }
    return text
  }

  /// Returns the values of a unit at all steps.
  func values(ofUnit unit: Int) -> [Float] {
    stride(from: unit, to: values.count, by: units.count).map { values[$0] }
  }
}
