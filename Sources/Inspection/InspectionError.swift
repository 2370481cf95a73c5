// SPDX-License-Identifier: Apache-2.0

/// What keeps a table, a word or a word list from being inspected.
public enum InspectionError: Error, Equatable, Sendable {
  /// More components were asked for than the smaller side of the table, or fewer than one.
  case componentCount(requested: Int, maximum: Int)
  /// A principal component needs at least two rows.
  case tooFewRows(found: Int)
  /// The vector of a word holds a NaN or an infinity.
  case notFinite(word: String, row: Int, column: Int)
  /// The vector of a word is so large that its principal components are no floats.
  case tooLarge(word: String)
  /// LAPACK's `dsyevr` did not converge; `code` is its `info`.
  case noConvergence(code: Int)
  /// The word is not in the vocabulary; `nearest` holds up to three spellings that are.
  case unknownWord(String, nearest: [String])
  /// What was asked for is more than one token, or one that is cut into units; each of these has a vector.
  case severalTokens(String, tokens: [String])
  case severalUnits(String, units: [String])
  /// The vectors of these words add up to zero, which is near to nothing.
  case noDirection(words: [String])
  /// The word is empty or holds white space, which the file format uses to separate.
  case unwritableWord(String, row: Int)
  /// A line of a word list cannot be read.
  case wordList(path: String, line: Int, WordListFault)
  /// The word list holds no word.
  case emptyWordList(path: String)
  /// No word of the list is in the vocabulary.
  case noKnownWord(path: String, words: [String])

  /// What is wrong with one line of a word list.
  public enum WordListFault: Error, Equatable, Sendable {
    case invalidUTF8
    /// More columns than word and group.
    case columns(found: Int)
    case missingWord
    case repeatedWord(String, firstLine: Int)
  }
}
