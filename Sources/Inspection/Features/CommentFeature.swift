// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// True inside a comment: from `//`, or from `#` before a space, to the end of the line; and from
  /// `/*` to `*/`. Inside double quotation marks these are text.
  static let comment = PositionFeature(
    "comment", .condition(no: "outside", yes: "inside")
  ) { text in
    scan(text, from: Place.code) { place, character, index in
      let last = index > 0 ? text[index - 1] : "\n"
      switch place {
      case .code:
        if character == "\"" {
          place = .string
        } else if last == "/" && character == "/" {
          place = .line
        } else if last == "/" && character == "*" {
          place = .block(start: index)
        } else if last == "#" && character == " " {
          place = .line
        }
      case .string:
        if character == "\"" && last != "\\" || character.isLineEnd { place = .code }
      case .line: if character.isLineEnd { place = .code }
      case .block(let start):
        if last == "*" && character == "/" && index > start + 1 { place = .code }
      }
      return place.isComment ? 1 : 0
    }
  }
}

private enum Place {
  case code, string, line
  case block(start: Int)

  var isComment: Bool {
    switch self {
    case .code, .string: false
    case .line, .block: true
    }
  }
}
