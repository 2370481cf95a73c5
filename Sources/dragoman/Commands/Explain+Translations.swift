// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Inference

extension Explain {
  func runTranslations() throws {
    let checkpoint = try checkpoint.load(for: "explain")
    if plot != nil, checkpoint.configuration.model.attention == .none {
      throw NoAttentionError(checkpoint: checkpoint.files.directory)
    }
    let translator = try Translator(checkpoint)
    var maps: [AttentionMap] = []
    var input = InputLines(of: "explain")
    while let line = try input.next() {
      let explanation = translator.explain(line.text, best: best)
      try StandardOutput.print(
        json
          ? dragoman.json(ExplanationRecord(line.number, line.text, explanation))
          : ExplanationText(line.number, line.text, explanation).text)
      if plot != nil, let map = explanation.attentionMap(of: line.text, number: line.number) {
        maps.append(map)
      }
    }
    if let plot {
      try makeRoom(forFile: plot)
      try AttentionPage(title: checkpoint.files.directory, maps: maps).write(to: plot)
      Console().note("Wrote the plot to \(plot).")
    }
  }
}
