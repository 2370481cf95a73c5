// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// The number of characters since the line began; 0 after the line end.
  static let linePosition = PositionFeature("line-position", .amount) { text in
    scan(text, from: 0) { position, character, _ in
      position = character.isLineEnd ? 0 : position + 1
      return position
    }
  }
}
