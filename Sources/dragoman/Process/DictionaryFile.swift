// SPDX-License-Identifier: Apache-2.0

/// What a file of `--dictionary` says to put in place of each word; of a word that comes twice, the first
/// line counts.
func readDictionary(_ path: String) throws -> [String: String] {
  var translations: [String: String] = [:]
  for (index, line) in try lines(of: path).enumerated() {
    let columns = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
    guard columns.count >= 2 else { throw DictionaryError(path: path, line: index + 1) }
    translations[String(columns[0])] = translations[String(columns[0])] ?? String(columns[1])
  }
  guard !translations.isEmpty else { throw DictionaryError(path: path, line: nil) }
  return translations
}

/// A dictionary that cannot be read.
struct DictionaryError: Explainable, Equatable {
  let path: String
  /// The line without a tab; nil where there is no line at all.
  let line: Int?

  var explanation: Explanation {
    let advice = "A --dictionary has a word, a tab and its translation on each line."
    guard let line else {
      return Explanation(.badData, "\(path) holds no line.", advice: advice)
    }
    return Explanation(
      .badData, "\(path), line \(line): there is no tab between word and translation.",
      advice: advice)
  }
}
