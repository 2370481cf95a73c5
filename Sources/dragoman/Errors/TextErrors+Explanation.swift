// SPDX-License-Identifier: Apache-2.0

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
      case .unknown: "is a language that ICU does not know"
      case .unavailable: "is a language whose rules ICU cannot load"
      }
    return Explanation(
      .usage, "'\(language)' \(problem).",
      advice: "Use a tag of BCP 47 such as en, fr or pt-BR, or und for rules of no language.")
  }
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
