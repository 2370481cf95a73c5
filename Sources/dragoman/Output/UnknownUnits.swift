// SPDX-License-Identifier: Apache-2.0

import Messages
import Text

/// The units of a text that a language model does not know.
struct UnknownUnits {
  private static let mostListed = 5

  /// The units without repetitions.
  private let units: [String]
  private let noun: String

  init(_ units: [String], _ unit: TextUnit) {
    var seen: Set<String> = []
    self.units = units.map { $0.replacing(Tokenizer.joiner, with: "") }
      .filter { seen.insert($0).inserted }
    noun =
      switch unit {
      case .character: "character"
      case .codepoint: "code point"
      case .word, .subword: "word"
      }
  }

  /// For example `2 characters in the seed text: 'é' and 'ü'`.
  func text(in place: String) -> String {
    let quoted = units.prefix(Self.mostListed).map { "'\($0)'" }
    let introduction = units.count <= Self.mostListed ? ":" : ", such as"
    return "\(counted(units.count, noun)) in \(place)\(introduction) \(listed(quoted))"
  }
}
