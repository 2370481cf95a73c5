// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages
import Text

/// The output of `explain` for a line, as text.
struct ExplanationText {
  private let number: Int
  private let line: String
  private let explanation: Explanation

  init(_ number: Int, _ line: String, _ explanation: Explanation) {
    self.number = number
    self.line = line
    self.explanation = explanation
  }

  /// A block of lines that ends in a blank one.
  var text: String {
    if explanation.source.isEmpty { return "\(number)  (blank)\n" }
    let blocks = ["\(number)  \(line)", source, steps, "=> " + explanation.text]
    return (blocks + notes).joined(separator: "\n\n") + "\n"
  }

  private var source: String {
    var table = Table([
      (title: "", alignment: .right), (title: "source", alignment: .left),
      (title: "id", alignment: .right), (title: "", alignment: .left),
    ])
    for (place, unit) in explanation.source.enumerated() {
      table.add([
        "\(place + 1)", shortened(unit.text), "\(unit.id)", unit.isUnknown ? "unknown" : "",
      ])
    }
    return table.text
  }

  private var steps: String {
    let others = (explanation.steps.map(\.best.count).max() ?? 1) - 1
    let attended = explanation.attention?.map(mostAttended)
    var table = Table(
      [
        (title: "", alignment: .right), (title: "target", alignment: .left),
        (title: "id", alignment: .right), (title: "probability", alignment: .right),
      ]
        + (attended == nil ? [] : [(title: "attention", alignment: .left)])
        + (0..<others).map { (title: $0 == 0 ? "or" : "", alignment: .left) })
    for (place, step) in explanation.steps.enumerated() {
      let chosen = step.chosen
      let alternatives = step.best.dropFirst().map { cell($0.text, $0.probability) }
      table.add(
        [
          "\(place + 1)", shortened(chosen.text), "\(chosen.id)",
          percent(Double(chosen.probability)),
        ] + (attended.map { [$0[place]] } ?? []) + alternatives
          + Array(repeating: "", count: others - alternatives.count))
    }
    return table.text
  }

  private func mostAttended(_ row: [Float]) -> String {
    let place = row.indices.max { row[$0] < row[$1] } ?? 0
    return cell(explanation.source[place].text, row[place])
  }

  private func cell(_ word: String, _ share: Float) -> String {
    "\(shortened(word)) \(percent(Double(share)))"
  }

  private var notes: [String] {
    var notes: [String] = []
    if explanation.isCut {
      notes.append("The translation was cut off after \(counted(explanation.steps.count, "step")).")
    }
    if explanation.isSourceCut {
      notes.append("Only the first \(grouped(explanation.source.count - 1)) tokens were read.")
    }
    return notes
  }
}

/// Shortens a long word, to keep the columns of a table narrow.
func shortened(_ word: String) -> String {
  let longestWord = 24
  return word.count <= longestWord ? word : word.prefix(longestWord - 1) + "…"
}
