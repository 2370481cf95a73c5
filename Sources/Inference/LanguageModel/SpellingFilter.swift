// SPDX-License-Identifier: Apache-2.0

import Text

/// Limits completions to those that a typed spelling allows: its letters, or digits of a keypad.
final class SpellingFilter {
  enum Spelling {
    /// The completion begins with these bytes, and is longer if it is a word.
    case beginning([UInt8])
    /// The word has exactly these digits.
    case digits([UInt8])
  }

  private let units: CompletionUnits
  private let spelling: Spelling
  private let first: TypedText.First
  /// True if completions are words.
  private let areWords: Bool
  private let maximumLength: Int
  /// The units that may follow `tokens`.
  private var allowed: [Bool] = []
  private var tokens: [Int32]?

  init(
    _ spelling: Spelling, first: TypedText.First, _ units: CompletionUnits, areWords: Bool,
    maximumLength: Int
  ) {
    self.spelling = spelling
    self.first = first
    self.units = units
    self.areWords = areWords
    self.maximumLength = maximumLength
  }

  /// Returns true if the unit `next` may follow `tokens`, or may be after them.
  func allows(_ tokens: [Int32], _ next: Int32) -> Bool {
    if tokens != self.tokens {
      self.tokens = tokens
      allowed = allowed(after: tokens)
    }
    return allowed[Int(next)]
  }

  private func allowed(after tokens: [Int32]) -> [Bool] {
    let ids = 0..<Int32(units.units.count)
    switch spelling {
    case .beginning(let text):
      let rest = text[min(length(tokens) { $0.text }, text.count)...]
      return ids.map { isPossible($0, tokens) && continues(units[$0], rest, tokens) }
    case .digits(let digits):
      let rest = digits[min(length(tokens) { $0.digits ?? [] }, digits.count)...]
      return ids.map { isPossible($0, tokens) && spells($0, rest, tokens) }
    }
  }

  private func length(_ tokens: [Int32], _ spelling: (CompletionUnits.Unit) -> [UInt8]) -> Int {
    tokens.reduce(0) { $0 + spelling(units[$1]).count }
  }

  private func isPossible(_ id: Int32, _ tokens: [Int32]) -> Bool {
    guard tokens.isEmpty else { return true }
    switch first {
    case .any: return true
    case .touching: return units[id].touchesPrevious
    case .spaced: return !units[id].touchesPrevious && !units[id].isWhitespace
    }
  }

  /// Returns true if the unit is a part of `rest`, or begins with it.
  private func continues(
    _ unit: CompletionUnits.Unit, _ rest: ArraySlice<UInt8>, _ tokens: [Int32]
  ) -> Bool {
    if rest.isEmpty || unit.text.count > rest.count { return unit.text.starts(with: rest) }
    if unit.text.isEmpty || !rest.starts(with: unit.text) { return false }
    if unit.text.count == rest.count { return unit.touchesNext || !areWords }
    return unit.touchesNext && tokens.count + 1 < maximumLength
  }

  /// Returns true if the unit has the first of the digits in `rest`. If none are left, returns true
  /// if the unit ends the word.
  private func spells(_ id: Int32, _ rest: ArraySlice<UInt8>, _ tokens: [Int32]) -> Bool {
    let place = units.place(of: id)
    guard let digits = units[id].digits else { return rest.isEmpty && place == .after }
    if digits.isEmpty {
      // Apostrophes and marks are inside of words; marks may also be at the end.
      let isMarks = String(decoding: units[id].text, as: UTF8.self).unicodeScalars
        .allSatisfy(isMark)
      return !tokens.isEmpty && place != .last && (!rest.isEmpty || isMarks)
    }
    guard rest.starts(with: digits) else { return false }
    return digits.count == rest.count ? !units.isOfWords || place == .last : place == .inside
  }
}
