// SPDX-License-Identifier: Apache-2.0

extension BLEU {
  /// The methods of splitting a line into tokens. The raw values are sacreBLEU's names.
  public enum Tokenization: String, CaseIterable, Codable, Sendable {
    /// The rules of `mteval-v13a.pl`, for languages in Latin script.
    case mteval13a = "13a"
    /// The rules of `mteval-v14.pl`, which split at all Unicode punctuation and symbols.
    case international = "intl"
    /// Every Chinese character is a token; other text is split by the rules of `mteval13a`.
    case chinese = "zh"
    /// Every character except white space is a token.
    case character = "char"
    /// Splits at white space only.
    case none
  }
}

extension BLEU.Tokenization {
  /// Splits a line into tokens; none of them is empty.
  package func tokens(of line: String, lowercase: Bool) -> [ArraySlice<Unicode.Scalar>] {
    var text = Scalars(line.unicodeScalars)
    if lowercase { text = text.lowercased() }
    text = Scalars(text.strippedAtEnd())
    return switch self {
    case .mteval13a: mteval13aSpaced(text).words()
    case .international: internationallySpaced(text).words()
    case .chinese: chineseSpaced(text).words()
    case .character: text.indices.filter { !text[$0].isPythonSpace }.map { text[$0...$0] }
    case .none: text.words()
    }
  }
}

private func mteval13aSpaced(_ line: Scalars) -> Scalars {
  var text = line
  if text.contains("<") { text.replace("<skipped>".unicodeScalars, with: []) }
  if text.contains("\n") {
    text.replace("-\n".unicodeScalars, with: [])
    text.replace("\n".unicodeScalars, with: " ".unicodeScalars)
  }
  replaceEntities(in: &text)
  return spacingSymbols(in: [" "] + text + [" "])
}

/// Puts spaces around symbols and punctuation by the rules of `mteval-v13a.pl` for languages in
/// Latin script.
private func spacingSymbols(in text: Scalars) -> Scalars {
  spacingPunctuationBesideDigits(in: spacing(each: { $0.isMteval13aSymbol }, in: text))
}

/// The rules of sacreBLEU's `TokenizerZh`, which does not decode entities.
private func chineseSpaced(_ line: Scalars) -> Scalars {
  let text = Scalars(line.drop(while: \.isPythonSpace))
  return spacingSymbols(in: spacing(each: { $0.isChineseToSacreBLEU }, in: text))
}

/// Decodes XML entities as if `&quot;`, `&amp;`, `&lt;` and `&gt;` were replaced one after the other,
/// so that `&amp;lt;` is decoded twice.
func replaceEntities(in text: inout Scalars) {
  guard text.contains("&") else { return }
  var decoded = Scalars()
  var rest = text[...]
  while let mark = rest.firstIndex(of: "&") {
    decoded += rest[..<mark]
    rest = rest[(mark + 1)...]
    if rest.dropPrefix("quot;") {
      decoded.append("\"")
    } else {
      _ = rest.dropPrefix("amp;")
      decoded.append(rest.dropPrefix("lt;") ? "<" : rest.dropPrefix("gt;") ? ">" : "&")
    }
  }
  text = decoded + rest
}

extension ArraySlice<Unicode.Scalar> {
  /// Removes a prefix; returns false if the text does not begin with it.
  fileprivate mutating func dropPrefix(_ prefix: String) -> Bool {
    let scalars = prefix.unicodeScalars
    guard starts(with: scalars) else { return false }
    self = dropFirst(scalars.count)
    return true
  }
}

/// Puts spaces around periods and commas, except between digits, and around dashes after digits.
func spacingPunctuationBesideDigits(in line: Scalars) -> Scalars {
  var text = spacing(pairs: { !$0.isDigit && $1.isPeriodOrComma }, .behind, in: line)
  text = spacing(pairs: { $0.isPeriodOrComma && !$1.isDigit }, .before, in: text)
  return spacing(pairs: { $0.isDigit && $1 == "-" }, .behind, in: text)
}

private func internationallySpaced(_ line: Scalars) -> Scalars {
  var text = spacing(pairs: { !$0.isNumber && $1.isPunctuation }, .behind, in: line)
  text = spacing(pairs: { $0.isPunctuation && !$1.isNumber }, .before, in: text)
  return spacing(each: { $0.isSymbol }, in: text)
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var isPeriodOrComma: Bool { self == "." || self == "," }

  /// True for the space and all ASCII punctuation except `'`, `,`, `-` and `.`.
  var isMteval13aSymbol: Bool {
    switch self {
    case "{"..."~", "["..."`", " "..."&", "("..."+", ":"..."@", "/": true
    default: false
    }
  }

  /// True for the characters that `TokenizerZh` treats as Chinese. It writes its ranges above
  /// U+FFFF with four digits, so that U+2001 to U+2A6D match instead. The scores depend on this.
  fileprivate var isChineseToSacreBLEU: Bool {
    switch value {
    case 0x2001...0x2A6D, 0x2E80...0x2FDF, 0x2FF0...0x303F, 0x3100...0x312F, 0x31A0...0x31EF,
      0x3200...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D, 0xFA30...0xFA6A, 0xFA70...0xFAD9,
      0xFE10...0xFE1F, 0xFE30...0xFE4F, 0xFF00...0xFFEF:
      true
    default: false
    }
  }

  fileprivate var isNumber: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: true
    default: false
    }
  }

  fileprivate var isPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  fileprivate var isSymbol: Bool {
    switch properties.generalCategory {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
    default: false
    }
  }
}

private enum OuterSpace {
  case before, behind
}

/// Puts a space on both sides of each scalar for which `isAlone` returns true.
func spacing(each isAlone: (Unicode.Scalar) -> Bool, in text: Scalars) -> Scalars {
  var result: Scalars = []
  result.reserveCapacity(text.count + 16)
  for scalar in text {
    if isAlone(scalar) {
      result += [" ", scalar, " "]
    } else {
      result.append(scalar)
    }
  }
  return result
}

/// Puts a space between the two scalars of each pair, and one before or after the pair.
///
/// Pairs are matched from the left and do not overlap, as with a regular expression of two
/// characters. The scores depend on this.
private func spacing(
  pairs isPair: (Unicode.Scalar, Unicode.Scalar) -> Bool, _ outer: OuterSpace, in text: Scalars
) -> Scalars {
  var result: Scalars = []
  result.reserveCapacity(text.count + 16)
  var index = 0
  while index < text.count {
    guard index + 1 < text.count, isPair(text[index], text[index + 1]) else {
      result.append(text[index])
      index += 1
      continue
    }
    switch outer {
    case .before: result += [" ", text[index], " ", text[index + 1]]
    case .behind: result += [text[index], " ", text[index + 1], " "]
    }
    index += 2
  }
  return result
}
