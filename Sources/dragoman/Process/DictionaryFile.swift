// SPDX-License-Identifier: Apache-2.0

import Corpora
import Messages
import Text

/// Reads the file of `--dictionary` and returns the translation of each word. If a word occurs more than
/// once, its first line counts. Blank lines and a header are skipped.
func readDictionary(_ path: String) throws -> [String: String] {
  var translations: [String: String] = [:]
  var isFirst = true
  for row in try rows(of: path) where !row.isBlank {
    guard row.cells.count >= 2 else {
      throw DictionaryError(path: path, problem: .missingTab(line: row.number))
    }
    defer { isFirst = false }
    if isFirst && isHeader(row.cells, source: 1, target: 2) {
      Console().note("\(path): line \(row.number) is a header; skipped.")
      continue
    }
    let (word, translation) = (row.cells[0], row.cells[1])
    guard !word.isEmpty else {
      throw DictionaryError(path: path, problem: .missingWord(line: row.number))
    }
    translations[word] = translations[word] ?? translation
  }
  guard !translations.isEmpty else { throw DictionaryError(path: path, problem: .noEntry) }
  return translations
}

/// A dictionary that cannot be read.
struct DictionaryError: Explainable, Equatable {
  enum Problem: Equatable {
    case missingTab(line: Int)
    case missingWord(line: Int)
    case noEntry
  }

  let path: String
  let problem: Problem

  var explanation: ErrorText {
    let fault =
      switch problem {
      case .missingTab(let line): ", line \(line): there is no tab between word and translation."
      case .missingWord(let line): ", line \(line): the word before the tab is missing."
      case .noEntry: " has no entries."
      }
    return ErrorText(
      .badData, path + fault,
      advice: "Each line of a --dictionary needs a word, a tab and its translation.")
  }
}
