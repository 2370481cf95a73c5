// SPDX-License-Identifier: Apache-2.0

import Inference

/// A line of `explain --json`.
struct ExplanationRecord: Encodable {
  let line: Int
  let source: String
  let translation: String
  let sourceUnits: [SourceUnit]
  let steps: [Step]
  /// `[steps, source units]`; nil if the model has no attention.
  let attention: [[Float]]?
  let isCut: Bool
  let isSourceCut: Bool

  struct SourceUnit: Encodable {
    let text: String
    let id: Int32
    let isUnknown: Bool
  }

  struct Step: Encodable {
    let text: String
    let id: Int32
    let probability: Float
    /// The most probable choices; the first is the chosen one.
    let best: [Choice]
  }

  struct Choice: Encodable {
    let text: String
    let id: Int32
    let probability: Float

    init(_ choice: Explanation.Choice) {
      text = choice.text
      id = choice.id
      probability = choice.probability
    }
  }

  init(_ number: Int, _ text: String, _ explanation: Explanation) {
    line = number
    source = text
    translation = explanation.text
    sourceUnits = explanation.source.map {
      SourceUnit(text: $0.text, id: $0.id, isUnknown: $0.isUnknown)
    }
    steps = explanation.steps.map { step in
      let chosen = step.chosen
      return Step(
        text: chosen.text, id: chosen.id, probability: chosen.probability,
        best: step.best.map(Choice.init))
    }
    attention = explanation.attention
    isCut = explanation.isCut
    isSourceCut = explanation.isSourceCut
  }
}
