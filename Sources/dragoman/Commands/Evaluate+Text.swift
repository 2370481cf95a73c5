// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Corpora
import Files
import Inference
import Messages
import Text

extension Evaluate {
  func runText() throws {
    guard let text else { preconditionFailure("validate() requires --text") }
    if checkpoints.count > 1 && !isSameFile(text, text) {
      throw UsageError(
        command: "evaluate",
        message:
          "\(text) can only be read once: save the text to a file to evaluate several models.")
    }
    let models = try checkpoints.map { try LanguageModelCheckpoint(directory: $0) }
    let console = Console()
    let rows = try models.map { model in
      let computation = translation.computation
      let scorer = try TextScorer(
        model, threads: computation.threads.count,
        quantized: computation.options.precision == .int8)
      let clock = ContinuousClock()
      let start = clock.now
      let row = TextReport.Row(
        model, reset: reset(for: model), try scorer.likelihood(ofFile: text, as: layout(for: model))
      )
      note(row, seconds: (clock.now - start) / .seconds(1), on: console)
      return row
    }
    rows[0].likelihood.report.notes(ofFile: text).forEach(console.note)
    let report = TextReport(text: text, rows: rows)
    try StandardOutput.print(json ? report.json : report.table)
  }

  private func reset(for model: LanguageModelCheckpoint) -> StateReset {
    resetState ?? (model.settings.text.layout == .lines ? .line : .never)
  }

  private func layout(for model: LanguageModelCheckpoint) -> TextLayout {
    reset(for: model) == .line ? .lines : .continuous
  }

  private func note(_ row: TextReport.Row, seconds: Double, on console: Console) {
    let units = row.likelihood.units
    let speed =
      seconds > 0 ? " (\(grouped(Int((Double(units) / seconds).rounded()))) units/s)" : ""
    console.note("\(row.name): \(counted(units, "unit")) in \(duration(seconds))" + speed)
  }
}

extension RunningTextReport {
  /// Sentences about lines that are not text.
  fileprivate func notes(ofFile path: String) -> [String] {
    var notes: [String] = []
    for encoding in encodings {
      let lines = counted(encoding.invalidLines, "line")
      notes.append(
        "\(path): \(lines) \(encoding.invalidLines == 1 ? "is" : "are") not valid UTF-8 (the first is "
          + "line \(grouped(encoding.firstLine))); the invalid bytes are read as U+FFFD.")
      if encoding.isOfManyLines { notes.append(encoding.conversion) }
    }
    if nulLines > 0 {
      notes.append(
        "\(path): \(counted(nulLines, "line")) \(nulLines == 1 ? "contains" : "contain") NUL bytes."
      )
    }
    return notes
  }
}
