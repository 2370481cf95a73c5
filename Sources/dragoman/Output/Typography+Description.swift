// SPDX-License-Identifier: Apache-2.0

import Text

extension Typography {
  /// For example `U+2019 between letters, U+202F before ? !, U+00A0 after «`.
  var description: String {
    var facts: [(fact: String, signs: [String])] = []
    for place in Place.all {
      guard let form = forms[place] else { continue }
      let (position, sign) = place.words
      let fact = "\(Self.name(of: form)) \(position)"
      if let index = facts.firstIndex(where: { $0.fact == fact }) {
        facts[index].signs += sign
      } else {
        facts.append((fact, sign))
      }
    }
    return facts.map { ([$0.fact] + $0.signs).joined(separator: " ") }.joined(separator: ", ")
  }
}

extension Typography.Place {
  fileprivate var words: (position: String, sign: [String]) {
    switch self {
    case .betweenLetters: ("between letters", [])
    case .betweenDigits: ("between digits", [])
    case .before(let sign): ("before", [String(sign)])
    case .after(let sign): ("after", [String(sign)])
    }
  }
}
