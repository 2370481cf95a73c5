// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// True inside quotation marks, from the opening one to the one before the closing one. A blank
  /// line closes a quotation. Apostrophes and single quotation marks do not count.
  static let quotes = PositionFeature(
    "quotes", .condition(no: "outside", yes: "inside")
  ) { text in
    // The mark that closes the open quotation.
    scan(text, from: Character?.none) { closing, character, index in
      if text.endsParagraph(at: index) {
        closing = nil
      } else if let mark = closing {
        if character == mark { closing = nil }
      } else {
        closing = closingMarks[character]
      }
      return closing == nil ? 0 : 1
    }
  }
}

private let closingMarks: [Character: Character] = [
  "\"": "\"", "\u{201C}": "\u{201D}", "\u{201E}": "\u{201C}", "\u{AB}": "\u{BB}",
]
