// SPDX-License-Identifier: Apache-2.0

import Inspection

extension InspectionError: Explainable {
  var explanation: Explanation {
    switch self {
    case .componentCount(let requested, let maximum):
      Explanation(
        .usage,
        "--components is \(requested), but must be from 1 to \(maximum), the smaller of the "
          + "vectors' length and the number of words.")
    case .tooFewRows(let found):
      Explanation(
        .badData,
        "A principal component needs at least two words; there "
          + (found == 1 ? "is one." : "are none."))
    case .notFinite(let word, let row, let column):
      Explanation(
        .badData,
        "The vector of '\(word)' (row \(row), column \(column)) is not a finite number.",
        advice: "The checkpoint is damaged: copy it again, or train anew.")
    case .tooLarge(let word):
      Explanation(
        .badData, "The vector of '\(word)' is too large for principal components.",
        advice: "Weights of such a size mean that training has diverged: train anew.")
    case .noConvergence(let code):
      Explanation(
        .software, "LAPACK found no principal components (dsyevr: \(code)).",
        advice: "The vectors may be of extreme size: look at them with 'embeddings export'.")
    case .unknownWord(let word, let nearest):
      Explanation(
        .badData, "'\(word)' is not in the vocabulary.",
        advice: nearest.isEmpty
          ? "Words are spelt as in the checkpoint's .vocab file."
          : "Did you mean \(listed(nearest.map { "'\($0)'" }, "or"))?")
    case .severalTokens(let word, let tokens):
      Explanation(
        .badData, "'\(word)' is several tokens (\(tokens.joined(separator: " "))).",
        advice: "Ask for one of them.")
    case .severalUnits(let word, let units):
      Explanation(
        .badData, "'\(word)' is several units (\(units.joined(separator: " "))).",
        advice: "Ask for one of them.")
    case .noDirection(let words):
      Explanation(
        .badData,
        "The \(words.count == 1 ? "vector" : "vectors") of "
          + "\(listed(words.map { "'\($0)'" })) \(words.count == 1 ? "is" : "add up to") zero, which "
          + "is near to nothing.")
    case .unwritableWord(let word, let row):
      Explanation(
        .badData,
        "The word '\(word)' (row \(row)) is empty or holds white space, which the file "
          + "would take for a separator.")
    case .wordList(let path, let line, let fault):
      Explanation(
        .badData, "\(path), line \(line): \(fault.description).",
        advice: "A word list has a word on each line, or a word, a tab and its group.")
    case .emptyWordList(let path):
      Explanation(
        .badData, "\(path) holds no word.",
        advice: "A word list has a word on each line, or a word, a tab and its group.")
    case .noKnownWord(let path, let words):
      Explanation(
        .badData,
        "None of the \(counted(words.count, "word")) of \(path) is in the vocabulary.",
        advice: "Words are spelt as in the checkpoint's .vocab file.")
    }
  }
}

extension InspectionError.WordListFault {
  fileprivate var description: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .columns(let found): "expected one or two columns, found \(found)"
    case .missingWord: "the word is missing"
    case .repeatedWord(let word, let firstLine): "'\(word)' stands on line \(firstLine) already"
    }
  }
}
