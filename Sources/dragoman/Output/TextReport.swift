// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Corpora
import Inference
import Messages
import Text

/// The likelihood of a text under one or more language models.
struct TextReport {
  struct Row {
    /// The path of the checkpoint.
    let name: String
    let unit: TextUnit
    let reset: Evaluate.StateReset
    let likelihood: TextLikelihood

    init(
      _ model: LanguageModelCheckpoint, reset: Evaluate.StateReset, _ likelihood: TextLikelihood
    ) {
      name = model.files.directory
      unit = model.settings.text.unit
      self.reset = reset
      self.likelihood = likelihood
    }
  }

  let text: String
  let rows: [Row]

  /// A table with a row for each model, and notes on the figures.
  var table: String {
    var table = Table([
      ("checkpoint", .left), ("unit", .left), ("reset", .left), ("units", .right),
      ("characters", .right), ("unknown", .right), ("loss", .right), ("perplexity", .right),
      ("bits/character", .right),
    ])
    for row in rows {
      let likelihood = row.likelihood
      table.add([
        row.name, row.unit.rawValue, row.reset.rawValue, grouped(likelihood.units),
        grouped(likelihood.characters), unknown(likelihood),
        decimal(likelihood.loss, places: 4), decimal(likelihood.perplexity, places: 2),
        decimal(likelihood.bitsPerCharacter, places: 4),
      ])
    }
    return table.text + "\n\n" + notes.joined(separator: "\n")
  }

  /// The share of unknown units. It is never rounded to 0.
  private func unknown(_ likelihood: TextLikelihood) -> String {
    let share = percent(likelihood.unknownShare)
    return likelihood.unknownUnits > 0 && share == percent(0) ? "< 0.1 %" : share
  }

  private var notes: [String] {
    var notes = [
      "loss: nats per unit. perplexity: per unit. Both include newlines."
    ]
    if rows.contains(where: { $0.unit != rows[0].unit }) {
      notes.append("Compare models with different units by their bits/character.")
    }
    if rows.contains(where: { $0.likelihood.unknownUnits > 0 }) {
      notes.append(
        "If a model has unknown units, its bits/character is too low: their spelling is not counted."
      )
    }
    if let emptyLines = rows.map(\.likelihood.report.emptyLines).max(), emptyLines > 0 {
      notes.append(
        "Where the state is reset at each line, \(counted(emptyLines, "empty line")) "
          + "\(emptyLines == 1 ? "is" : "are") left out.")
    }
    return notes
  }

  var json: String {
    get throws {
      try dragoman.json(TextRecord(text: text, models: rows.map(ModelRecord.init)), pretty: true)
    }
  }
}

private struct TextRecord: Encodable {
  let text: String
  let models: [ModelRecord]
}

private struct ModelRecord: Encodable {
  let checkpoint: String
  let unit: String
  let resetState: String
  let units: Int
  let unknownUnits: Int
  let characters: Int
  let emptyLinesLeftOut: Int
  let negativeLogLikelihood: Double
  let loss: Double
  let perplexity: Double
  let bitsPerCharacter: Double

  init(_ row: TextReport.Row) {
    let likelihood = row.likelihood
    checkpoint = row.name
    unit = row.unit.rawValue
    resetState = row.reset.rawValue
    units = likelihood.units
    unknownUnits = likelihood.unknownUnits
    characters = likelihood.characters
    emptyLinesLeftOut = likelihood.report.emptyLines
    negativeLogLikelihood = likelihood.negativeLogLikelihood
    loss = likelihood.loss
    perplexity = likelihood.perplexity
    bitsPerCharacter = likelihood.bitsPerCharacter
  }
}
