// SPDX-License-Identifier: Apache-2.0

package import Corpora
import Inspection
package import Models
package import Subwords
package import Text

extension VocabularyError: Explainable {
  package var explanation: ErrorText {
    ErrorText(.badData, "\(path), line \(line): \(kind.description).", advice: kind.advice)
  }
}

extension VocabularyError.Kind {
  fileprivate var description: String {
    switch self {
    case .missingSpecial(let token): "expected the special token '\(token)'"
    case .duplicate(let token, let firstLine):
      "'\(token)' is already on line \(firstLine); list each word once"
    case .badCount(let found): "'\(found)' is not a count; expected a whole number, 0 or more"
    case .missingTab: "there is no tab between word and count"
    case .emptyToken: "the word before the tab is missing"
    case .invalidUTF8: "this is not valid UTF-8"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .missingSpecial:
      "The first four lines must be \(Vocabulary.Special.tokens.joined(separator: ", ")), as in a "
        + "file that 'dragoman vocabulary' writes."
    case .duplicate, .badCount, .missingTab, .emptyToken, .invalidUTF8:
      "Fix the line: each line of a vocabulary has a word, a tab and a count."
    }
  }
}

extension TokenizerError: Explainable {
  package var explanation: ErrorText {
    let problem =
      switch kind {
      case .malformed: "is not a language tag"
      case .unknown: "is not a known language code"
      case .unavailable: "is a language whose rules ICU cannot load"
      }
    let nearest = kind == .unknown ? nearestLanguages(to: language) : []
    return ErrorText(
      .usage, "'\(language)' \(problem).",
      advice: nearest.isEmpty
        ? "Use a BCP 47 tag such as en, fr or pt-BR, or und for an unknown language."
        : "Did you mean \(listed(nearest.map { "\($0) (\(Language.englishName(ofLanguage: $0)))" }, "or"))?"
    )
  }
}

/// Returns at most three codes that the user may have meant: the language of the country with this
/// code, languages whose English names begin with the tag or are spelt like it, or similar codes.
private func nearestLanguages(to tag: String) -> [String] {
  let word = String(tag.split { $0 == "-" || $0 == "_" }.first ?? "").lowercased()
  if let code = Language.ofRegion(word) { return [code] }
  let languages = Language.named
  // Names are longer than language codes.
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
  package var explanation: ErrorText {
    ErrorText(.badData, "\(path), line \(line): \(kind.description).", advice: kind.advice)
  }
}

extension BytePairMergesError.Kind {
  fileprivate var description: String {
    let version = BytePairMerges.versionLine
    return switch self {
    case .missingVersion(let found) where found.isEmpty: "expected '\(version)', found nothing"
    case .missingVersion: "expected '\(version)' before the merges"
    case .otherVersion(let found):
      "the version of the merges is \(found); expected '\(version)'"
    case .notTwoUnits(let found) where found.isEmpty: "this line is blank"
    case .notTwoUnits: "a merge must be two units separated by a space"
    case .invalidUTF8: "this is not valid UTF-8"
    case .tooLong: "this is longer than 16 MiB"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .missingVersion, .otherVersion:
      "Give a file written by 'dragoman bpe learn', or by subword-nmt 0.2 or later."
    case .notTwoUnits, .invalidUTF8, .tooLong:
      "Fix the line, or learn the merges again with 'dragoman bpe learn'."
    }
  }
}

extension RunningTextError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .empty(let paths):
      ErrorText(
        .badData, "\(listed(paths)) \(paths.count == 1 ? "has" : "have") no text.",
        advice: "Give a file with text.")
    case .oneDistinctUnit(let paths, let unit):
      ErrorText(
        .badData,
        "\(listed(paths)) \(paths.count == 1 ? "contains" : "contain") only the unit "
          + "'\(excerpt(unit))', repeated.",
        advice: "A model needs at least two different units to learn from.")
    case .tooShort(let tokens, let streams, let window):
      ErrorText(
        .badData,
        "The text is too short: it has \(counted(tokens, "unit")), but \(counted(streams, "stream")) "
          + "with windows of \(grouped(window)) \(streams == 1 ? "needs" : "need") at least \(grouped(streams * window + 1)).",
        advice: "Give more text, or a smaller --batch-size or --window.")
    case .tooLong(let tokens, let limit):
      ErrorText(
        .badData,
        "The text is too long for --model ngram: it has \(grouped(tokens)) units, and at most "
          + "\(grouped(limit)) can be counted.",
        advice: "Give less text, or another --model.")
    }
  }
}

extension NGramModelError: Explainable {
  package var explanation: ErrorText {
    ErrorText(
      .badData, "\(path): \(problem.description).",
      advice: "The file is damaged or belongs to another model: copy it again, or train again.")
  }
}

extension NGramModelError.Problem {
  fileprivate var description: String {
    switch self {
    case .orderOutOfRange(let found, let allowed):
      "the longest n-grams have \(counted(found, "token")), but must have "
        + "\(allowed.lowerBound) to \(allowed.upperBound)"
    case .vocabularySizeOutOfRange(let found, let allowed):
      "the vocabulary has \(counted(found, "token")), but must have "
        + "\(grouped(allowed.lowerBound)) to \(grouped(allowed.upperBound))"
    case .beginningTooLong(let found, let order):
      "tensor 'beginning' has \(counted(found, "token")), but must have fewer than \(order)"
    case .impossibleValue(let tensor, let index, let found):
      "value \(grouped(index)) of tensor '\(tensor)' is \(found), which is not possible"
    case .notAscending(let tensor, let index):
      "value \(grouped(index)) of tensor '\(tensor)' is too small compared with the value before it"
    case .wrongChildCount(let tensor, let expected, let found):
      "the last value of tensor '\(tensor)' is \(grouped(found)), but must be \(grouped(expected)), "
        + "the number of n-grams that are one token longer"
    }
  }
}
