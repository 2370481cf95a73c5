// SPDX-License-Identifier: Apache-2.0

package import Text

extension WordVectorsError: Explainable {
  package var explanation: ErrorText {
    let place = line.map { "\(path), line \($0): " } ?? "\(path): "
    return ErrorText(.badData, "\(place)\(kind.words).", advice: kind.advice)
  }
}

extension WordVectorsError.Kind {
  fileprivate var words: String {
    switch self {
    case .invalidUTF8: "this is not valid UTF-8"
    case .wrongLength(let found, let expected):
      "expected a word and \(counted(expected, "number")), separated by spaces, but found "
        + counted(found, "number")
    case .notNumber(let text): "'\(excerpt(text))' is not a number"
    case .notFinite(let text): "'\(excerpt(text))' is not a finite number"
    case .duplicate(let word, let firstLine):
      "'\(excerpt(word))' is already on line \(firstLine); list each word once"
    case .wrongCount(let stated, let rows):
      "this line declares \(counted(stated, "word")), but the file has \(grouped(rows))"
    case .noWords(rows: 0): "the file has no words"
    case .noWords(let rows):
      (rows == 1 ? "its only word is not" : "none of its \(grouped(rows)) words is")
        + " in the vocabulary of the training text"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .invalidUTF8: "Convert the file to UTF-8."
    case .wrongLength, .notNumber:
      "Each line needs a word and its vector, as in a word2vec, fastText or GloVe text file."
    case .notFinite, .duplicate: "Fix the line, or remove it."
    case .wrongCount: "The file may be incomplete: get it again, or correct its first line."
    case .noWords: "Give vectors for the language and the units of the text."
    }
  }
}
