// SPDX-License-Identifier: Apache-2.0

import Inference
import Inspection
import Models

/// The states of a network while it reads, for a report.
enum ReportCells {
  /// The sides of the heat map.
  private static let (units, steps) = (10, 80)

  /// Returns a heat map of the units of the last layer that vary most; nil without lines, or for a
  /// model without states or that reads vectors.
  static func section(_ directory: String, _ lines: [String]) throws -> ArticlePage.Section? {
    guard let reader = try reader(directory, ActivationChoice()), reader.inputSize == 0 else {
      return nil
    }
    let all = table(reader, lines)
    if all.steps.isEmpty { return nil }
    var choice = ActivationChoice()
    choice.units = all.mostVaryingUnits(units).map { $0 + 1 }
    guard let chosen = try Self.reader(directory, choice) else { return nil }
    let table = table(chosen, lines)
    var section = ArticlePage.Section("Units")
    section.paragraphs = [
      "The hidden states of the ten most variable units in the last layer, shown step by step on a "
        + "scale from −1 to 1. 'dragoman activations --plot' draws any unit, and finds those that follow a feature of the text."
    ]
    let page = ActivationPage(title: directory, table, [], cellUnits: [])
    section.figures = [.heatMap(page.heatMap)]
    section.numbers = ("activations.tsv", table.text)
    return section
  }

  /// Nil for a model without states.
  private static func reader(
    _ directory: String, _ choice: ActivationChoice
  ) throws -> ActivationReader? {
    do {
      return try ActivationReader(checkpoint: directory, choice)
    } catch is SentenceEncoderError {
      return nil
    }
  }

  /// Reads lines, and keeps the first steps.
  private static func table(_ reader: ActivationReader, _ lines: [String]) -> ActivationTable {
    var table = ActivationTable(
      units: reader.columns.names, isContinuous: reader.readsContinuousText,
      isReversed: reader.readsInReverse)
    for (index, line) in lines.enumerated() where table.steps.count < steps {
      for reading in reader.read([line]) {
        let kept = min(reading.tokens.count, steps - table.steps.count)
        table.add(
          Array(reading.steps(line: index + 1).prefix(kept)),
          Array(reading.values.prefix(kept * reader.columns.count)))
      }
    }
    return table
  }
}
