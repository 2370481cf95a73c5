// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Inspection
import Messages

/// The features of positions that units are compared with.
struct FeatureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Print how well the units predict a feature of the position. Repeat the option for several features; 'all' \
      selects every feature. The features are \(PositionFeature.all.map(\.name).joined(separator: ", ")). \
      between:AB tells whether the position lies between the first two symbols in the line that are A or B \
      (default: X and Y).
      """, valueName: "name"))
  var feature: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Use the labels in a file as a feature: a line of labels, separated by spaces, for each line of the text; \
      or, for each token, a line with the token, a tab and its label, and a blank line where a line of the text \
      ends. Write _ for a token without a label.
      """, valueName: "file"))
  var labels: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed for choosing the held-out fifth of the text.",
      valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "With --feature or --labels: print JSON.")
  var json = false

  var areGiven: Bool { !feature.isEmpty || labels != nil }

  func check() throws {
    for name in feature where name != "all" && PositionFeature(named: name) == nil {
      let near = nearestSpellings(to: name, among: PositionFeature.all.map(\.name))
      throw ValidationError(
        "There is no feature '\(name)'"
          + (near.isEmpty ? "." : ": did you mean \(listed(near.map { "'\($0)'" }, "or"))?"))
    }
    if json && !areGiven { throw ValidationError("--json needs --feature or --labels.") }
  }

  /// Returns the features of all steps, each once.
  ///
  /// - Throws: the errors of `TokenLabels`.
  func labels(of table: ActivationTable) throws -> [FeatureLabels] {
    var names: [String] = []
    for name in feature.flatMap({ $0 == "all" ? PositionFeature.all.map(\.name) : [$0] })
    where !names.contains(name) {
      names.append(name)
    }
    let fromFile = try labels.map { [try TokenLabels(path: $0).labels(of: table)] } ?? []
    return names.compactMap { PositionFeature(named: $0) }.map { FeatureLabels($0, of: table) }
      + fromFile
  }
}
