// SPDX-License-Identifier: Apache-2.0

import Text

/// The content of a table cell that is probably not a sentence.
enum CellContent {
  /// Digits with an optional sign and with separators between them, as in dates and times.
  case number
  /// A number with decimals or an exponent.
  case decimal
  /// The code of a language, such as `en`, `fra`, `en-US` or `eng_Latn`.
  case languageCode
  /// ASCII without whitespace that does not end in `.`, `!` or `?`.
  case word

  /// Classifies a cell that has no whitespace at its edges; nil if it is empty or holds other text.
  init?(_ cell: Span<UInt8>) {
    if let number = Self.number(cell) {
      self = number
      return
    }
    for index in cell.indices where cell[index] <= 0x20 || cell[index] >= 0x7F { return nil }
    if cell.isEmpty { return nil }
    switch cell[cell.count - 1] {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return nil
    default: break
    }
    self = Self.isLanguageCode(cell) ? .languageCode : .word
  }

  private static func number(_ cell: Span<UInt8>) -> CellContent? {
    var (digits, separators, decimalMarks) = (0, 0, 0)
    var isAfterDigit = false
    // The comma of `1,276` separates thousands, that of `0,95` decimals.
    let hasThousands = cell.count > 4 && cell[cell.count - 4] == UInt8(ascii: ",")
    for index in cell.indices {
      switch cell[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        isAfterDigit = true
        continue
      case UInt8(ascii: "#") where index == 0: continue
      case UInt8(ascii: "+"), UInt8(ascii: "-"): if digits == 0 && index <= 1 { continue }
      case UInt8(ascii: "."), UInt8(ascii: ","):
        guard isAfterDigit || digits == 0 else { return nil }
        decimalMarks += 1
        isAfterDigit = false
        continue
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard isAfterDigit && separators == 0 else { return nil }
        return isExponent(cell.extracting((index + 1)...)) ? .decimal : nil
      case UInt8(ascii: "%"): return isAfterDigit && index == cell.count - 1 ? .number : nil
      case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "_"): break
      default: return nil
      }
      guard isAfterDigit else { return nil }
      separators += 1
      isAfterDigit = false
    }
    if digits == 0 { return nil }
    let isDecimal = decimalMarks == 1 && separators == 0 && isAfterDigit && !hasThousands
    return isDecimal ? .decimal : .number
  }

  private static func isExponent(_ text: Span<UInt8>) -> Bool {
    var digits = 0
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"): if index > 0 { return false }
      default: return false
      }
    }
    return digits > 0
  }

  private static func isLanguageCode(_ cell: Span<UInt8>) -> Bool {
    guard (2...12).contains(cell.count) else { return false }
    let code = String(0..<cell.count, of: cell)
    return cell.count <= 3
      ? LanguageNames.numbers[code.lowercased()] != nil : Corpora.languageCode(code) != nil
  }
}
