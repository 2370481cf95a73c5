// SPDX-License-Identifier: Apache-2.0

/// Token sequences, one after another, in which n-grams are counted. A separator ends each one.
struct NGramText {
  static let separator: Int32 = -1

  private(set) var tokens: [Int32] = []
  /// False for the separators and the tokens that are context only.
  private(set) var isPredicted: [Bool] = []
  private let vocabularySize: Int

  /// Puts `beginning`, as context only, before each of `sequences`.
  init(
    _ sequences: some Sequence<ArraySlice<Int32>>, beginning: [Int32], vocabularySize: Int
  ) {
    self.vocabularySize = vocabularySize
    append(sequences, beginning: beginning)
    let ids = 0..<Int32(vocabularySize)
    precondition(
      tokens.allSatisfy { ids.contains($0) || $0 == Self.separator }, "a token out of range")
    precondition(tokens.count <= NGramModel.textLimit, "too many tokens")
  }

  private mutating func append(
    _ sequences: some Sequence<ArraySlice<Int32>>, beginning: [Int32]
  ) {
    for sequence in sequences {
      tokens += beginning
      tokens += sequence
      tokens.append(Self.separator)
      isPredicted += repeatElement(false, count: beginning.count)
      isPredicted += repeatElement(true, count: sequence.count)
      isPredicted.append(false)
    }
  }

  /// True if a sequence begins at `position`.
  func isBeginning(_ position: Int) -> Bool {
    position == 0 || tokens[position - 1] == Self.separator
  }

  /// Returns the number of tokens that two positions have in common from there on, at most `limit`
  /// and only within their sequences.
  func commonLength(_ first: Int, _ second: Int, limit: Int) -> Int {
    var length = 0
    while length < limit, tokens[first + length] == tokens[second + length],
      tokens[first + length] != Self.separator
    {
      length += 1
    }
    return length
  }

  /// Returns the number of tokens from `position` to the end of its sequence, at most `limit`.
  func length(at position: Int, limit: Int) -> Int {
    commonLength(position, position, limit: limit)
  }
}

// MARK: - Sorting

extension NGramText {
  /// Returns all positions, sorted by at least `length` tokens from there on. Separators sort first.
  ///
  /// Each round doubles the number of tokens that the order respects, in linear time (Manber and
  /// Myers, "Suffix arrays: a new method for on-line string searches", 1993).
  func sortedPositions(length: Int) -> [Int32] {
    var (order, ranks) = sortedByToken()
    var sorted = 1
    while sorted < length {
      lengthen(&order, &ranks, by: sorted)
      sorted *= 2
    }
    return order
  }

  /// Returns the positions sorted by their tokens, and the rank of each position: the number of
  /// positions with lesser tokens.
  private func sortedByToken() -> (order: [Int32], ranks: [Int32]) {
    // The separator is -1, so the count of token t is at t + 2, and its first rank at t + 1.
    var firsts = [Int32](repeating: 0, count: vocabularySize + 2)
    for token in tokens { firsts[Int(token) + 2] += 1 }
    for index in 1..<firsts.count { firsts[index] += firsts[index - 1] }
    let ranks = tokens.map { firsts[Int($0) + 1] }
    var order = [Int32](repeating: 0, count: tokens.count)
    for (position, token) in tokens.enumerated() {
      order[Int(firsts[Int(token) + 1])] = Int32(position)
      firsts[Int(token) + 1] += 1
    }
    return (order, ranks)
  }

  /// Turns the order and the ranks of the first `length` tokens into those of twice as many.
  private func lengthen(_ order: inout [Int32], _ ranks: inout [Int32], by length: Int) {
    let count = order.count
    // The order by the second half of the tokens, which is empty at the end of the text.
    var bySecondHalf: [Int32] = []
    bySecondHalf.reserveCapacity(count)
    bySecondHalf += (max(count - length, 0)..<count).map { Int32($0) }
    for position in order where Int(position) >= length {
      bySecondHalf.append(position - Int32(length))
    }
    var places = [Int32](0..<Int32(count))
    for position in bySecondHalf {
      let rank = Int(ranks[Int(position)])
      order[Int(places[rank])] = position
      places[rank] += 1
    }
    func secondRank(_ position: Int32) -> Int32 {
      let second = Int(position) + length
      return second < count ? ranks[second] : -1
    }
    var newRanks = places
    for place in order.indices {
      let position = order[place]
      let before = order[max(place - 1, 0)]
      let isSame =
        ranks[Int(before)] == ranks[Int(position)] && secondRank(before) == secondRank(position)
      newRanks[Int(position)] = isSame && place > 0 ? newRanks[Int(before)] : Int32(place)
    }
    ranks = newRanks
  }
}
