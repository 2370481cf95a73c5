// SPDX-License-Identifier: Apache-2.0

import Inspection
import Subwords
import Text

extension VocabularyError: Explainable {
  var explanation: Explanation {
    Explanation(.badData, "\(path), line \(line): \(kind.description).", advice: kind.advice)
  }
}

extension VocabularyError.Kind {
  fileprivate var description: String {
    switch self {
    case .missingSpecial(let token): "the special token '\(token)' belongs here"
    case .duplicate(let token, let firstLine):
      "'\(token)' stands on line \(firstLine) already; a word may be listed once"
    case .badCount(let found): "'\(found)' is no count; expected a whole number from 0"
    case .missingTab: "there is no tab between word and count"
    case .emptyToken: "the word before the tab is missing"
    case .invalidUTF8: "this is not valid UTF-8"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .missingSpecial:
      "The first four lines are \(Vocabulary.Special.tokens.joined(separator: ", ")); "
        + "'dragoman vocabulary' writes such a file."
    case .duplicate, .badCount, .missingTab, .emptyToken, .invalidUTF8:
      "Mend the line: a vocabulary has a word, a tab and a count on each."
    }
  }
}

extension TokenizerError: Explainable {
  var explanation: Explanation {
    let problem =
      switch kind {
      case .malformed: "is not a language tag"
      case .unknown: "is not the code of a language"
      case .unavailable: "is a language whose rules ICU cannot load"
      }
    let nearest = kind == .unknown ? nearestLanguages(to: language) : []
    return Explanation(
      .usage, "'\(language)' \(problem).",
      advice: nearest.isEmpty
        ? "Use a tag of BCP 47 such as en, fr or pt-BR, or und for rules of no language."
        : "Did you mean \(listed(nearest.map { "\($0) (\(Language.englishName(ofLanguage: $0)))" }, "or"))?"
    )
  }
}

/// Returns up to three codes that the user may have meant: the language of the country with this
/// code, or languages with a similar English name (similar code, for a short tag).
private func nearestLanguages(to tag: String) -> [String] {
  let word = String(tag.split { $0 == "-" || $0 == "_" }.first ?? "").lowercased()
  if let code = Language.ofRegion(word) { return [code] }
  let languages = Language.named
  // Language codes have at most three letters, so that this is a name.
  if word.count > 3 {
    let names = languages.filter { $0.name.lowercased().hasPrefix(word) }
    if !names.isEmpty { return names.prefix(3).map(\.code) }
    let spellings = nearestSpellings(to: word, among: languages.map(\.name))
    if spellings.isEmpty {
      let starts = [3, 2].map { String(word.prefix($0)) }
      return starts.first { (try? Language(tag: $0))?.hasData == true }.map { [$0] } ?? []
    }
    return spellings.compactMap { name in languages.first { $0.name == name }?.code }
  }
  return nearestSpellings(to: word, among: languages.map(\.code))
}

extension BytePairMergesError: Explainable {
  var explanation: Explanation {
    Explanation(.badData, "\(path), line \(line): \(kind.description).", advice: kind.advice)
  }
}

extension BytePairMergesError.Kind {
  fileprivate var description: String {
    let version = BytePairMerges.versionLine
    return switch self {
    case .missingVersion(let found) where found.isEmpty: "expected '\(version)', found nothing"
    case .missingVersion: "expected '\(version)' before the merges"
    case .otherVersion(let found):
      "the merges are of version \(found); expected '\(version)'"
    case .notTwoUnits(let found) where found.isEmpty: "a blank line stands among the merges"
    case .notTwoUnits: "a merge is two units with a space between them"
    case .invalidUTF8: "this is not valid UTF-8"
    case .tooLong: "this is longer than 16 MiB"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .missingVersion, .otherVersion:
      "Give a file that 'dragoman bpe learn' or subword-nmt 0.2 or later wrote."
    case .notTwoUnits, .invalidUTF8, .tooLong:
      "Mend the line, or learn the merges again with 'dragoman bpe learn'."
    }
  }
}
