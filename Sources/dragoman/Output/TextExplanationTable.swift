// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages

/// The output of `explain` for a line of text, as a table.
struct TextExplanationTable {
  private let number: Int
  private let line: String
  private let explanation: TextExplanation

  init(_ number: Int, _ line: String, _ explanation: TextExplanation) {
    self.number = number
    self.line = line
    self.explanation = explanation
  }

  /// A block of lines that ends in a blank one.
  var text: String {
    "\(number)  \(line.isEmpty ? "(empty)" : line)\n\n\(table.text)\n"
  }

  private var table: Table {
    let count = explanation.next.count
    var table = Table(
      [
        (title: "", alignment: .right), (title: "token", alignment: .left),
        (title: "id", alignment: .right), (title: "", alignment: .left),
        (title: "probability", alignment: .right),
      ] + (0..<count).map { (title: $0 == 0 ? "most probable" : "", alignment: .left) })
    for (place, token) in explanation.tokens.enumerated() {
      table.add(
        [
          "\(place + 1)", shortened(token.text), "\(token.id)", token.isUnknown ? "unknown" : "",
          percent(Double(token.probability)),
        ] + token.best.map(cell))
    }
    table.add(["\(explanation.tokens.count + 1)", "?", "", "", ""] + explanation.next.map(cell))
    return table
  }

  private func cell(_ choice: Explanation.Choice) -> String {
    "\(shortened(choice.text)) \(percent(Double(choice.probability)))"
  }
}

/// A line of `explain --json` for a line of text.
struct TextExplanationRecord: Encodable {
  let line: Int
  let text: String
  let tokens: [Token]
  let next: [ExplanationRecord.Choice]

  struct Token: Encodable {
    let text: String
    let id: Int32
    let isUnknown: Bool
    let probability: Float
    let best: [ExplanationRecord.Choice]
  }

  init(_ number: Int, _ text: String, _ explanation: TextExplanation) {
    line = number
    self.text = text
    tokens = explanation.tokens.map {
      Token(
        text: $0.text, id: $0.id, isUnknown: $0.isUnknown, probability: $0.probability,
        best: $0.best.map(ExplanationRecord.Choice.init))
    }
    next = explanation.next.map(ExplanationRecord.Choice.init)
  }
}
