// SPDX-License-Identifier: Apache-2.0

import Inference
import Messages
import Text

/// The states of a network over the steps of a text, as tables and plots show them.
struct ShownStates {
  /// The place of the text among the inputs, from 1.
  let number: Int
  let text: String
  /// The symbol of each step.
  let symbols: [String]
  let columns: StateColumns
  /// The value of each column after each step.
  let values: [[Float]]
  /// The values of the groups of states after each step, joined; empty if there are no groups.
  let codes: [String]
  /// The most probable output after each step, and its probability.
  let answers: [(name: String, probability: Float)]
  /// The name of the output: `next` or `label`.
  let answer: String
  /// 0 if the first step reads the beginning of the text, otherwise 1.
  let firstStep: Int

  init(_ number: Int, _ text: String, _ network: SteppedNetwork) throws {
    let (tokens, trace) = network.tracer.trace(text)
    try network.check(tokens, in: text)
    self.number = number
    self.text = text
    symbols = tokens.map { network.input($0.text) }
    columns = network.columns(of: trace)
    values = trace.steps.map(network.values)
    codes = network.hasCodes ? trace.steps.map(network.code) : []
    answers = trace.steps.map { step in
      let best = step.probabilities.indices.max {
        step.probabilities[$0] < step.probabilities[$1]
          || step.probabilities[$0] == step.probabilities[$1] && $0 > $1
      }
      return (network.output(network.tracer.outputs[best ?? 0]), step.probabilities[best ?? 0])
    }
    (answer, firstStep) = network.tracer.hasLabels ? ("label", 1) : ("next", 0)
  }

  /// The maximum number of states in a table.
  static let mostColumns = 24

  /// A table with a row for each step.
  var table: String {
    let shown = min(columns.names.count, Self.mostColumns)
    var table = Table(
      [("step", .right), ("reads", .left)] + (codes.isEmpty ? [] : [("state", .left)])
        + columns.headings.prefix(shown).map { ($0, .right) } + [(answer, .left), ("", .right)])
    if columns.hasGroups {
      table.add(
        ["", ""] + (codes.isEmpty ? [] : [""]) + columns.names.prefix(shown) + ["", ""])
    }
    for (step, symbol) in symbols.enumerated() {
      table.add(
        ["\(firstStep + step)", symbol] + (codes.isEmpty ? [] : [codes[step]])
          + values[step].prefix(shown).map(compact)
          + [answers[step].name, percent(Double(answers[step].probability))])
    }
    let heading = "\(number)  \(text.isEmpty ? "(empty)" : text)"
    let codes = codes.isEmpty ? "" : "\n" + codes.joined(separator: " → ") + "\n"
    return "\(heading)\n\(codes)\n\(table.text)\n"
  }
}

/// The names of the columns of states.
struct StateColumns: Equatable {
  /// The name of each column, unique within its group.
  let names: [String]
  /// The name of the group in the first column of each; empty in the others.
  let groups: [String]

  var hasGroups: Bool { groups.contains { !$0.isEmpty } }
  var headings: [String] { hasGroups ? groups : names }
}

/// Formats a number with at most three decimals.
private func compact(_ value: Float) -> String {
  var text = Substring(decimal(Double(value), places: 3))
  if text.contains(".") {
    text = text.dropLast(while: { $0 == "0" }).dropLast(while: { $0 == "." })
  }
  return text == "-0" ? "0" : String(text)
}

extension Substring {
  fileprivate func dropLast(while isDropped: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}

/// A text of `machine --json`.
struct StatesRecord: Encodable {
  let line: Int
  let text: String
  let states: [String]
  let steps: [Step]

  struct Step: Encodable {
    let symbol: String
    let state: [Float]
    let code: String?
    let output: String
    let probability: Float
  }

  init(_ shown: ShownStates) {
    line = shown.number
    text = shown.text
    states = shown.columns.qualifiedNames
    steps = shown.symbols.indices.map { step in
      Step(
        symbol: shown.symbols[step], state: shown.values[step],
        code: shown.codes.isEmpty ? nil : shown.codes[step], output: shown.answers[step].name,
        probability: shown.answers[step].probability)
    }
  }
}

extension StateColumns {
  /// The names with those of their groups.
  var qualifiedNames: [String] {
    var group = ""
    return zip(groups, names).map { first, name in
      if !first.isEmpty { group = first }
      return group.isEmpty ? name : "\(group).\(name)"
    }
  }
}
