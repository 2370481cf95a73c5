// SPDX-License-Identifier: Apache-2.0

import Text

/// Translations of words and phrases of the source, found by how these are written, whatever tokens they
/// are cut into.
struct SourceDictionary: Sendable {
  struct Match: Equatable {
    /// The tokens of the source that are translated together.
    let tokens: Range<Int>
    let translation: String
  }

  private var translations: [String: String] = [:]
  /// Of a key, in bytes.
  private var longest = 0

  /// Reads the keys as the source is read. Of keys that come to be the same, the first by code point
  /// counts.
  init(_ entries: [String: String], _ tokenizer: Tokenizer) {
    for (key, translation) in entries.sorted(by: { $0.key < $1.key }) {
      let text = Tokenizer.detokenize(tokenizer.tokenize(key))
      guard !text.isEmpty, translations[text] == nil else { continue }
      translations[text] = translation
      longest = max(longest, text.utf8.count)
    }
  }

  /// What is found in a line, from left to right and the longest key first: for each token, the match that
  /// takes it in.
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
