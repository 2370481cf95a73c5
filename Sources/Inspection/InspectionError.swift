// SPDX-License-Identifier: Apache-2.0

/// A reason why a table, a word or a word list cannot be inspected.
public enum InspectionError: Error, Equatable, Sendable {
  /// The number of components is below one, or above the smaller side of the table.
  case componentCount(requested: Int, maximum: Int)
  /// A principal component needs at least two rows.
  case tooFewRows(found: Int)
  /// A probe of words needs at least two texts.
  case tooFewTexts(found: Int)
  /// The vector of a text holds a NaN or an infinity.
  case notFiniteState(row: Int)
  /// A recurrent matrix holds a NaN or an infinity.
  case notFiniteWeights
  /// The vector of a word holds a NaN or an infinity.
  case notFinite(word: String, row: Int, column: Int)
  /// The vector of a word is so large that its principal components overflow a float.
  case tooLarge(word: String)
  /// LAPACK's `dsyevr` did not converge; `code` is its `info`.
  case noConvergence(code: Int)
  /// The word is not in the vocabulary; `nearest` holds up to three similar spellings that are.
  case unknownWord(String, nearest: [String])
  /// The word is several tokens, or one token that is split into units; each of these has a row.
  case severalTokens(String, tokens: [String])
  case severalUnits(String, units: [String])
  /// The word is in the vocabulary, but not among the words of a map.
  case notOnMap(String)
  /// A box of a map contains no word; `mapX` and `mapY` contain all words.
  case emptyBox(
    x: ClosedRange<Double>, y: ClosedRange<Double>, mapX: ClosedRange<Double>,
    mapY: ClosedRange<Double>)
  /// The vectors of these words add up to zero, which has no direction.
  case noDirection(words: [String])
  /// The word is empty or contains white space, which the file format uses as a separator.
  case unwritableWord(String, row: Int)
  /// A line of a word list cannot be read.
  case wordList(path: String, line: Int, WordListFault)
  /// The word list is empty.
  case emptyWordList(path: String)
  /// No word of the list is in the vocabulary.
  case noKnownWord(path: String, words: [String])

  /// A line of a file of analogy questions does not have four words; `words` is nil if it is not valid
  /// UTF-8.
  case analogyQuestion(path: String, line: Int, words: Int?)
  /// A file of analogy questions has none.
  case noAnalogyQuestions(path: String)
  /// Every question has a word that is not in the vocabulary.
  case noKnownAnalogy(path: String, questions: Int)

  /// A line of a file of word pairs does not have two words, and a group if there is one.
  case wordPair(path: String, line: Int, isUTF8: Bool)
  /// A file of word pairs has none.
  case noWordPairs(path: String)
  /// No pair has two different words of the vocabulary.
  case noKnownPair(path: String, pairs: Int)

  /// An error in a line of a word list.
  public enum WordListFault: Error, Equatable, Sendable {
    case invalidUTF8
    /// The line has more than two columns, word and group.
    case columns(found: Int)
    case missingWord
    case repeatedWord(String, firstLine: Int)
  }
}
