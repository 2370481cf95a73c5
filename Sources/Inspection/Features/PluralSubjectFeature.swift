// SPDX-License-Identifier: Apache-2.0

extension PositionFeature {
  /// True from a plural subject to the end of its sentence, in English. The subject is the first
  /// pronoun, or the first noun after an article, a possessive or a number word. A noun is plural if
  /// it ends in `s`, but not in `ss`, `us` or `is`.
  static let pluralSubject = PositionFeature(
    "plural-subject", .condition(no: "not seen", yes: "seen")
  ) { text in
    var sentence = Sentence()
    return scan(text, from: Subject()) { subject, _, index in
      if sentence.begins(at: index, in: text) { subject = Subject() }
      if let word = text.word(endingAt: index) { subject.add(word) }
      return subject.isPlural == true ? 1 : 0
    }
  }
}

/// The number of the subject of a sentence, as far as it has been read.
private struct Subject {
  /// Nil if no subject has been read.
  private(set) var isPlural: Bool?
  private var isNounNext = false
  private var isMany = false

  mutating func add(_ word: String) {
    guard isPlural == nil else { return }
    if isNounNext {
      isPlural = isMany || isPluralNoun(word)
    } else if ["we", "they", "these", "those"].contains(word) {
      isPlural = true
    } else if ["i", "you", "he", "she", "it", "this", "that"].contains(word) {
      isPlural = false
    } else if numbers.contains(word) {
      (isNounNext, isMany) = (true, true)
    } else if determiners.contains(word) {
      isNounNext = true
    }
  }

  private func isPluralNoun(_ word: String) -> Bool {
    word.hasSuffix("s") && !["ss", "us", "is"].contains { word.hasSuffix($0) }
      || ["men", "women", "children", "people"].contains(word)
  }
}

private let determiners: Set<String> = [
  "the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "every", "each",
]
private let numbers: Set<String> = [
  "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "few", "several",
  "both", "all", "some", "most",
]
