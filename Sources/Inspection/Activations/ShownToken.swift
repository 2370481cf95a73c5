// SPDX-License-Identifier: Apache-2.0

/// A token as people read it.
struct ShownToken {
  /// The text of the token, without a space before it.
  let text: String
  /// True if a space is before the token.
  let hasSpace: Bool
  /// True if the token continues the one before it without a space, although tokens are words: a
  /// thin mark shows where it begins.
  let isJoined: Bool
  /// True for a token that stands for no text, such as `</s>`.
  let isSpecial: Bool
  /// The token in a narrow place: white space is visible, and `·` marks tokens that touch.
  let label: String

  /// `previous` is the step before in the same line.
  init(_ step: ActivationTable.Step, after previous: ActivationTable.Step?) {
    let touchesNext = step.name.hasSuffix(joiner) || step.name.hasSuffix(subwordMark)
    isSpecial = step.text.isEmpty
    hasSpace = step.text.count > 1 && step.text.first == " "
    text = isSpecial ? step.name : String(hasSpace ? step.text.dropFirst() : step.text[...])
    isJoined =
      previous.map {
        step.name.hasPrefix(joiner) || $0.name.hasSuffix(joiner)
          || $0.name.hasSuffix(subwordMark)
      } ?? false
    let visible = (isSpecial && text == "\\n" ? "\n" : text).map { visibleSpaces[$0] ?? String($0) }
      .joined()
    label = (step.name.hasPrefix(joiner) ? "·" : "") + visible + (touchesNext ? "·" : "")
  }
}

private let visibleSpaces: [Character: String] = [
  " ": "\u{2423}", "\n": "\u{21B5}", "\r\n": "\u{21B5}", "\r": "\u{21B5}", "\t": "\u{21E5}",
]
