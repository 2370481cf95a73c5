// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// True inside round or square brackets, from the opening one to the one before the closing one. A
  /// blank line closes all brackets.
  static let brackets = PositionFeature(
    "brackets", .condition(no: "outside", yes: "inside")
  ) { text in
    scan(text, from: 0) { depth, character, index in
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth = max(0, depth - 1)
      default: if text.endsParagraph(at: index) { depth = 0 }
      }
      return depth > 0 ? 1 : 0
    }
  }
}
