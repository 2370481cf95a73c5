// SPDX-License-Identifier: Apache-2.0

/// The distinct n-grams of a text with their counts. Those of one length are in lexicographic order,
/// so that those with the same context follow one another.
struct NGramTrie {
  struct Level {
    /// The last token of each n-gram. Of the single tokens, all of the vocabulary are there.
    var tokens: [Int32] = []
    /// The first of the next longer n-grams that continue each n-gram, and the number of all at the
    /// end. Empty at the greatest length.
    var firstChildren: [Int32] = []
    /// How often each n-gram counts: at the greatest length as often as it occurs, otherwise once
    /// for each token before it and for each sequence that it begins.
    var counts: [Int32] = []
    /// The n-gram without its first token, in the level before. Empty for single tokens.
    var suffixes: [Int32] = []
  }

  /// The n-grams of 1, 2, … tokens.
  private(set) var levels: [Level]

  init(_ text: NGramText, order: Int, vocabularySize: Int) {
    levels = [Level](repeating: Level(), count: order)
    insertAll(of: text)
    while levels[0].tokens.count < vocabularySize { append(Int32(levels[0].tokens.count), to: 0) }
    for level in levels.indices.dropLast() {
      levels[level].firstChildren.append(Int32(levels[level + 1].tokens.count))
    }
    for level in levels.indices.dropFirst() { link(level) }
    for level in levels.indices.dropFirst().reversed() { countTokensBefore(level) }
  }

  private mutating func insertAll(of text: NGramText) {
    let order = levels.count
    var previous: Int?
    for position in text.sortedPositions(length: order) {
      let position = Int(position)
      let length = text.length(at: position, limit: order)
      guard length > 0 else { continue }
      let known = previous.map { text.commonLength($0, position, limit: order) } ?? 0
      for level in known..<length { insert(text.tokens[position + level], at: level) }
      let isBeginning = text.isBeginning(position)
      for level in 0..<length where text.isPredicted[position + level] {
        guard isBeginning || level == order - 1 else { continue }
        levels[level].counts[levels[level].counts.count - 1] += 1
      }
      previous = position
    }
  }

  private mutating func insert(_ token: Int32, at level: Int) {
    if level == 0 {
      while levels[0].tokens.count < token { append(Int32(levels[0].tokens.count), to: 0) }
    }
    append(token, to: level)
  }

  private mutating func append(_ token: Int32, to level: Int) {
    levels[level].tokens.append(token)
    levels[level].counts.append(0)
    if level < levels.count - 1 {
      levels[level].firstChildren.append(Int32(levels[level + 1].tokens.count))
    }
  }

  /// Finds the suffixes of a level's n-grams: they continue the suffixes of their contexts.
  private mutating func link(_ level: Int) {
    let tokens = levels[level].tokens
    guard level > 1 else {
      levels[level].suffixes = tokens
      return
    }
    let (contexts, shorter) = (levels[level - 1], levels[level - 2])
    let shorterTokens = contexts.tokens
    var suffixes: [Int32] = []
    suffixes.reserveCapacity(tokens.count)
    for (context, suffix) in contexts.suffixes.enumerated() {
      var candidates = children(shorter.firstChildren, Int(suffix))
      for child in children(contexts.firstChildren, context) {
        guard let found = index(of: tokens[child], in: shorterTokens, candidates) else {
          preconditionFailure("a text has every suffix of its n-grams")
        }
        suffixes.append(Int32(found))
        candidates = found + 1..<candidates.upperBound
      }
    }
    levels[level].suffixes = suffixes
  }

  /// Counts, for the n-grams of the level before, the tokens that precede them.
  private mutating func countTokensBefore(_ level: Int) {
    let (counts, suffixes) = (levels[level].counts, levels[level].suffixes)
    for (count, suffix) in zip(counts, suffixes) where count > 0 {
      levels[level - 1].counts[Int(suffix)] += 1
    }
  }
}

/// Returns the indices of the n-grams that continue the n-gram `context`.
func children(_ firstChildren: [Int32], _ context: Int) -> Range<Int> {
  Int(firstChildren[context])..<Int(firstChildren[context + 1])
}

/// Returns the index of `token` in `range` of `tokens`, which ascend there; nil if it is not there.
func index(of token: Int32, in tokens: [Int32], _ range: Range<Int>) -> Int? {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = (low + high) / 2
    if tokens[middle] < token { low = middle + 1 } else { high = middle }
  }
  return low < range.upperBound && tokens[low] == token ? low : nil
}
