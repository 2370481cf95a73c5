// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// True in the condition of an `if`: from the word to the bracket that closes a condition in
  /// brackets, or to `{`, `:`, `then` or the end of the line.
  static let ifCondition = PositionFeature(
    "if-condition", .condition(no: "outside", yes: "inside")
  ) { text in
    scan(text, from: Condition?.none) { condition, character, index in
      guard var open = condition else {
        if text.word(endingAt: index) == "if" { condition = Condition() }
        return condition == nil ? 0 : 1
      }
      condition = open.ends(at: character, word: text.word(endingAt: index)) ? nil : open
      return condition == nil ? 0 : 1
    }
  }
}

/// The part of a condition that has been read.
private struct Condition {
  private var depth = 0
  /// True if the condition is in brackets; nil if nothing has been read yet.
  private var isInBrackets: Bool?

  mutating func ends(at character: Character, word: String?) -> Bool {
    if isInBrackets == nil && !character.isWhitespace { isInBrackets = character == "(" }
    switch character {
    case "(": depth += 1
    case ")":
      depth -= 1
      if depth <= 0 && isInBrackets == true { return true }
    case "{", ":": return true
    default: break
    }
    return character.isLineEnd || word == "then"
  }
}
