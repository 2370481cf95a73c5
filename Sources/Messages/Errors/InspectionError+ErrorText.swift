// SPDX-License-Identifier: Apache-2.0

package import Inspection
import Text

extension InspectionError: Explainable {
  package var explanation: ErrorText {
    switch self {
    case .componentCount(let requested, let maximum):
      ErrorText(
        .usage,
        "--components is \(requested), but must be from 1 to \(maximum), the smaller of "
          + "the embedding size and the number of words.")
    case .tooFewRows(let found):
      ErrorText(
        .badData,
        "Principal components need at least two words; there "
          + (found == 1 ? "is one." : "are none."))
    case .tooFewTexts(let found):
      ErrorText(
        .badData,
        "Words can be read back only if there are at least two sentences; there "
          + (found == 1 ? "is only one." : "are none."))
    case .notFiniteWeights:
      ErrorText(
        .badData, "The recurrent weights of the model are not finite numbers.",
        advice: "The checkpoint is damaged.")
    case .notFiniteState(let row):
      ErrorText(
        .badData, "After line \(row + 1), the states of the model are not finite numbers.",
        advice: "The checkpoint is damaged.")
    case .notFinite(let word, let row, let column):
      ErrorText(
        .badData,
        "The embedding of '\(word)' (row \(row), column \(column)) is not finite.",
        advice: "The checkpoint is damaged: copy it again, or train it again.")
    case .tooLarge(let word):
      ErrorText(
        .badData, "The embedding of '\(word)' is too large for principal components.",
        advice: "Weights of this size mean that training diverged: train again.")
    case .noConvergence(let code):
      ErrorText(
        .software, "LAPACK failed to find principal components (dsyevr: \(code)).",
        advice:
          "The embeddings may be extremely large or small: look at them with 'embeddings export'.")
    case .unknownWord(let word, let nearest):
      ErrorText(
        .badData, "'\(word)' is not in the vocabulary.",
        advice: nearest.isEmpty
          ? "The checkpoint's .vocab file lists its words."
          : "Did you mean \(listed(nearest.map { "'\($0)'" }, "or"))?")
    case .severalTokens(let word, let tokens):
      ErrorText(
        .badData, "'\(word)' consists of several tokens (\(tokens.joined(separator: " "))).",
        advice: "Use one of them instead.")
    case .severalUnits(let word, let units):
      ErrorText(
        .badData, "'\(word)' consists of several units (\(units.joined(separator: " "))).",
        advice: "Use one of them instead.")
    case .notOnMap(let word):
      ErrorText(
        .badData, "'\(word)' is not on the map, so --zoom cannot show it.",
        advice: "Add it to the words in --words, or increase --top.")
    case .emptyBox(let x, let y, let mapX, let mapY):
      ErrorText(
        .usage, "The --zoom box contains no words: PC 1 from \(text(x)), PC 2 from \(text(y)).",
        advice: "On the map, PC 1 ranges from \(text(mapX)), and PC 2 from \(text(mapY)).")
    case .noDirection(let words):
      ErrorText(
        .badData,
        words.count == 1
          ? "The embedding of '\(words[0])' is zero, so it has no neighbours."
          : "No analogy can be computed for \(listed(words.map { "'\($0)'" })): one of their "
            + "embeddings is zero, or they cancel out.")
    case .unwritableWord(let word, let row):
      ErrorText(
        .badData,
        "The word '\(word)' (row \(row)) is empty or contains white space, which the file "
          + "format uses as a separator.")
    case .wordList(let path, let line, let fault):
      ErrorText(
        .badData, "\(path), line \(line): \(fault.description).",
        advice:
          "Each line of a word list is a word, optionally followed by a tab and the name of its group."
      )
    case .emptyWordList(let path):
      ErrorText(
        .badData, "\(path) contains no words.",
        advice:
          "Each line of a word list is a word, optionally followed by a tab and the name of its group."
      )
    case .noKnownWord(let path, let words):
      ErrorText(
        .badData,
        words.count == 1
          ? "The word in \(path) is not in the vocabulary."
          : "None of the \(counted(words.count, "word")) in \(path) is in the vocabulary.",
        advice: "The checkpoint's .vocab file lists its words.")
    case .analogyQuestion(let path, let line, let words):
      ErrorText(
        .badData,
        "\(path), line \(line): "
          + (words.map { "this has \(counted($0, "word")), but must have four." }
            ?? "this is not valid UTF-8."),
        advice: InspectionError.formOfQuestions)
    case .wordPair(let path, let line, let isUTF8):
      ErrorText(
        .badData,
        "\(path), line \(line): "
          + (isUTF8 ? "this is not a pair of words." : "this is not valid UTF-8."),
        advice: InspectionError.formOfPairs)
    case .noWordPairs(let path):
      ErrorText(.badData, "\(path) contains no pairs.", advice: InspectionError.formOfPairs)
    case .noKnownPair(let path, let pairs):
      ErrorText(
        .badData,
        pairs == 1
          ? "The pair in \(path) has a word that is not in the vocabulary."
          : "Each of the \(grouped(pairs)) pairs in \(path) has a word that is not in the vocabulary.",
        advice: "The checkpoint's .vocab file lists its words.")
    case .noAnalogyQuestions(let path):
      ErrorText(
        .badData, "\(path) contains no questions.", advice: InspectionError.formOfQuestions)
    case .noKnownAnalogy(let path, let questions):
      ErrorText(
        .badData,
        questions == 1
          ? "The question in \(path) has a word that is not in the vocabulary."
          : "Each of the \(grouped(questions)) questions in \(path) has a word that is not in the vocabulary.",
        advice: "The checkpoint's .vocab file lists its words.")
    }
  }

  private static let formOfPairs =
    "Each line has two words and, optionally, the name of a group, separated by tabs."

  private static let formOfQuestions =
    "Each line is a question of four words, such as 'man woman king queen', or a colon and the name of a section."
}

private func text(_ range: ClosedRange<Double>) -> String {
  "\(decimal(range.lowerBound, places: 2)) to \(decimal(range.upperBound, places: 2))"
}

extension InspectionError.WordListFault {
  fileprivate var description: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .columns(let found): "expected one or two columns, found \(found)"
    case .missingWord: "the word is missing"
    case .repeatedWord(let word, let firstLine): "'\(word)' is already on line \(firstLine)"
    }
  }
}
