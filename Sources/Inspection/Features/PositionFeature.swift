// SPDX-License-Identifier: Apache-2.0

/// A feature of a position in a text: what is true of it after the characters up to there, such as
/// whether a quotation is open.
public struct PositionFeature: Sendable {
  public enum Kind: Sendable, Equatable {
    /// True or false, with a name for each.
    case condition(no: String, yes: String)
    /// A number, which is divided into small and large.
    case amount
  }

  public let name: String
  public let kind: Kind
  /// Returns a number for each character of a text: 0 or 1 for a condition.
  let values: @Sendable (_ text: [Character]) -> [Int]

  init(
    _ name: String, _ kind: Kind, _ values: @escaping @Sendable ([Character]) -> [Int]
  ) {
    (self.name, self.kind, self.values) = (name, kind, values)
  }

  /// All features, with the usual symbols for `between`.
  public static let all: [PositionFeature] = [
    quotes, linePosition, brackets, comment, ifCondition, indentation, negation, pluralSubject,
    sentencePosition, between("XY"),
  ]

  /// Finds the feature of a name; nil if there is none. `between:AB` is between two of the symbols A
  /// and B.
  public init?(named name: String) {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard parts[0] == "between", !parts[1].isEmpty else { return nil }
      self = .between(String(parts[1]))
    } else if let feature = Self.all.first(where: { $0.name == name }) {
      self = feature
    } else {
      return nil
    }
  }
}

extension PositionFeature {
  /// Returns a number for each character from a scanner that reads one after another.
  static func scan<State>(
    _ text: [Character], from initial: State, _ advance: (inout State, Character, Int) -> Int
  ) -> [Int] {
    var state = initial
    return text.indices.map { advance(&state, text[$0], $0) }
  }
}

extension Character {
  var isLineEnd: Bool { isNewline }
  /// True for letters, digits and the apostrophe in a word.
  var isInWord: Bool { isLetter || isNumber || self == "'" || self == "\u{2019}" }
}

extension [Character] {
  /// True if the line that ends at `index`, a line end, is blank: a paragraph ends there.
  func endsParagraph(at index: Int) -> Bool {
    guard self[index].isLineEnd else { return false }
    let line = self[..<index].reversed().prefix { !$0.isLineEnd }
    return line.allSatisfy(\.isWhitespace)
  }

  /// Returns the word that ends at `index`, in lower case; nil if none does.
  func word(endingAt index: Int) -> String? {
    guard self[index].isInWord, index + 1 == count || !self[index + 1].isInWord else {
      return nil
    }
    return String(self[...index].reversed().prefix(while: \.isInWord).reversed()).lowercased()
      .replacing("\u{2019}", with: "'")
  }
}
