// SPDX-License-Identifier: Apache-2.0

extension BLEU {
  /// How a line is cut into the tokens that are counted; the raw values are sacreBLEU's names.
  public enum Tokenization: String, CaseIterable, Sendable {
    /// The rules of `mteval-v13a.pl`, for languages in Latin script.
    case mteval13a = "13a"
    /// The rules of `mteval-v14.pl`: punctuation and symbols of all Unicode.
    case international = "intl"
    /// Every character but white space.
    case character = "char"
    /// What stands between white space.
    case none
  }
}

extension BLEU.Tokenization {
  /// The tokens of a line; none of them is empty.
  package func tokens(of line: String, lowercase: Bool) -> [ArraySlice<Unicode.Scalar>] {
    var text = Scalars(line.unicodeScalars)
    if lowercase { text = text.lowercased() }
    text = Scalars(text.strippedAtEnd())
    return switch self {
    case .mteval13a: mteval13aSpaced(text).words()
    case .international: internationallySpaced(text).words()
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
  text = spacing(each: { $0.isMteval13aSymbol }, in: [" "] + text + [" "])
  return spacingPunctuationBesideDigits(in: text)
}

/// Reads the entities of XML, one kind after the other.
func replaceEntities(in text: inout Scalars) {
  guard text.contains("&") else { return }
  for (entity, character) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] {
    text.replace(entity.unicodeScalars, with: character.unicodeScalars)
  }
}

/// Puts spaces around periods and commas but those within numbers, and dashes behind them.
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

  /// The space and all ASCII punctuation but `'`, `,`, `-` and `.`.
  var isMteval13aSymbol: Bool {
    switch self {
    case "{"..."~", "["..."`", " "..."&", "("..."+", ":"..."@", "/": true
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

/// Puts a space on both sides of each scalar that is to stand alone.
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

/// Puts a space between two neighbours, and one before or behind them, wherever they are a pair.
///
/// Pairs do not overlap, the leftmost counts: so does a regular expression of two characters, and
/// the scores depend on it.
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
