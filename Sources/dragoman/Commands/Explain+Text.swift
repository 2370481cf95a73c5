// SPDX-License-Identifier: Apache-2.0

import Inference
import Text

extension Explain {
  func runText() throws {
    let scorer = try TextScorer(checkpoint: checkpoint.directory)
    var input = InputLines(of: "explain")
    while let line = try input.next() {
      let explanation = scorer.explanation(of: line.text, best: best, continuing: carryState)
      try StandardOutput.print(
        json
          ? dragoman.json(TextExplanationRecord(line.number, line.text, explanation))
          : TextExplanationTable(line.number, line.text, explanation).text)
    }
  }
}
