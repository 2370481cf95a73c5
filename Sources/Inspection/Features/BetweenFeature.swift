// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// True from the first to the one before the second of some symbols in a line, such as X and Y of
  /// temporal-order sequences. `symbols` are one character each.
  static func between(_ symbols: String) -> PositionFeature {
    let symbols = Set(symbols)
    return PositionFeature("between", .condition(no: "outside", yes: "between")) { text in
      scan(text, from: 0) { count, character, _ in
        if character.isLineEnd {
          count = 0
        } else if symbols.contains(character) {
          count += 1
        }
        return count == 1 ? 1 : 0
      }
    }
  }
}
