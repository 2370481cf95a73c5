// SPDX-License-Identifier: Apache-2.0

import Text

/// Translations of source words and phrases. They are found by their text, however it is split into
/// tokens.
struct SourceDictionary: Sendable {
  struct Match: Equatable {
    /// The source tokens that are translated together.
    let tokens: Range<Int>
    let translation: String
  }

  private var translations: [String: String] = [:]
  /// The length of the longest key, in bytes.
  private var longest = 0

  /// Normalizes the keys like the source text. If several keys become equal, the first one in code
  /// point order counts.
  init(_ entries: [String: String], _ tokenizer: Tokenizer) {
    for (key, translation) in entries.sorted(by: { $0.key < $1.key }) {
      let text = Tokenizer.detokenize(tokenizer.tokenize(key))
      guard !text.isEmpty, translations[text] == nil else { continue }
      translations[text] = translation
      longest = max(longest, text.utf8.count)
    }
  }

  /// Finds matches in a line from left to right, the longest key first. Returns the match that
  /// covers each token, or nil.
  func matches(in tokens: [String]) -> [Match?] {
    var matches = [Match?](repeating: nil, count: tokens.count)
    var start = 0
    while start < tokens.count {
      guard let match = longestMatch(in: tokens, from: start) else {
        start += 1
        continue
      }
      for token in match.tokens { matches[token] = match }
      start = match.tokens.upperBound
    }
    return matches
  }

  private func longestMatch(in tokens: [String], from start: Int) -> Match? {
    var match: Match?
    for end in start + 1..<tokens.count + 1 {
      let text = Tokenizer.detokenize(tokens[start..<end])
      if text.utf8.count > longest { break }
      if let translation = translations[text] {
        match = Match(tokens: start..<end, translation: translation)
      }
    }
    return match
  }
}
