// SPDX-License-Identifier: Apache-2.0

extension TER.Options {
  /// Splits a line into words; none of them is empty.
  package func words(of line: String) -> [ArraySlice<Unicode.Scalar>] {
    var text = Scalars(Scalars(line.unicodeScalars).strippedAtEnd())
    if !caseSensitive { text = text.lowercased() }
    if normalized {
      text = normalizedForTercom(text)
      if asianSupport {
        text = spacing(each: { $0.standsAloneInAsianText || $0.isAsianPunctuation }, in: text)
      }
    }
    if noPunctuation {
      text.removeAll { $0.isLatinPunctuation || asianSupport && $0.isAsianPunctuation }
    }
    return text.words()
  }
}

/// Normalizes a line by Tercom's rules for text in Latin script.
private func normalizedForTercom(_ line: Scalars) -> Scalars {
  var text = line
  text.replace("\n-".unicodeScalars, with: [])
  text.replace("\n".unicodeScalars, with: " ".unicodeScalars)
  replaceEntities(in: &text)
  text = spacing(each: { $0.isMteval13aSymbol }, in: [" "] + text + [" "])
  text.replace("'s ".unicodeScalars, with: " 's ".unicodeScalars)
  return spacingPunctuationBesideDigits(in: text)
}

extension Unicode.Scalar {
  fileprivate var isLatinPunctuation: Bool {
    switch self {
    case ".", ",", "?", ":", ";", "!", "\"", "(", ")": true
    default: false
    }
  }

  /// True for Chinese characters, strokes, radicals and compatibility forms, and for everything
  /// else in sacreBLEU's range from the enclosed letters on.
  fileprivate var standsAloneInAsianText: Bool {
    switch value {
    case 0x2E80...0x2EFF, 0x31C0...0x31EF, 0x3200...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFE30...0xFE4F:
      true
    default: false
    }
  }

  fileprivate var isAsianPunctuation: Bool {
    switch value {
    case 0x3001...0x3002, 0x3008...0x3011, 0x3014...0x301F, 0x30FB, 0xFF61...0xFF65,
      0xFF01...0xFF02,
      0xFF08...0xFF09, 0xFF0C, 0xFF0E, 0xFF1A...0xFF1B, 0xFF1F:
      true
    default: false
    }
  }
}
