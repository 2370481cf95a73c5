// SPDX-License-Identifier: Apache-2.0

import Text

/// The frequencies of adjacent pairs of units, the words that contain each pair, and a queue that
/// finds the next pair to merge: the most frequent one or, among equals, the greatest in code point
/// order, comparing left units first.
struct PairStatistics {
  typealias Pair = BytePairMerges.Pair

  private var numbers: [Pair: Int32] = [:]
  private var pairs: [Pair] = []
  private var counts: [Int] = []
  /// The words that contain each pair, or did earlier.
  private var words: [[Int32]] = []
  /// A heap with the next pair on top. The count of an entry may be outdated, but only too high.
  private var queue: [Entry] = []

  private struct Entry {
    var count: Int
    var pair: Int32
  }

  init() {}

  /// Adds `count`, which may be negative, to the frequency of each pair of a word's units.
  mutating func count(_ units: [Int32], times count: Int) {
    for pair in Self.pairs(of: units) { counts[number(of: pair)] += count }
  }

  /// Records that a word contains a pair.
  mutating func note(_ pair: Pair, in word: Int32) {
    let number = number(of: pair)
    if words[number].last != word { words[number].append(word) }
  }

  static func pairs(of units: [Int32]) -> some Sequence<Pair> {
    zip(units, units.dropFirst()).lazy.map { Pair(left: $0, right: $1) }
  }

  /// Returns the words that may contain the pair, possibly with duplicates.
  func words(with pair: Pair) -> [Int32] {
    numbers[pair].map { words[Int($0)] } ?? []
  }

  /// Frees the memory of a pair that no word contains any more.
  mutating func forgetWords(with pair: Pair) {
    words[number(of: pair)] = []
  }

  private mutating func number(of pair: Pair) -> Int {
    if let number = numbers[pair] { return Int(number) }
    let number = Int32(pairs.count)
    numbers[pair] = number
    pairs.append(pair)
    counts.append(0)
    words.append([])
    return Int(number)
  }
}

// MARK: - The first pair

extension PairStatistics {
  /// Puts every pair into the queue.
  mutating func startQueue(_ units: TokenTable) {
    queue = counts.indices.map { Entry(count: counts[$0], pair: Int32($0)) }
    for place in (0..<queue.count / 2).reversed() { sink(place, units) }
  }

  /// Puts pairs into the queue whose counts have risen.
  mutating func enqueue(_ risen: some Sequence<Pair>, _ units: TokenTable) {
    for pair in risen {
      let number = number(of: pair)
      queue.append(Entry(count: counts[number], pair: Int32(number)))
      rise(queue.count - 1, units)
    }
  }

  /// Removes the next pair from the queue and returns it; nil if none occurs at least `minimum`
  /// times.
  mutating func popFirst(minimum: Int, _ units: TokenTable) -> Pair? {
    while let first = queue.first, first.count >= minimum {
      let count = counts[Int(first.pair)]
      if count == first.count {
        queue.swapAt(0, queue.count - 1)
        queue.removeLast()
        sink(0, units)
        return pairs[Int(first.pair)]
      }
      queue[0].count = count
      sink(0, units)
    }
    return nil
  }

  private func precedes(_ left: Entry, _ right: Entry, _ units: TokenTable) -> Bool {
    if left.count != right.count { return left.count > right.count }
    let (left, right) = (pairs[Int(left.pair)], pairs[Int(right.pair)])
    return left.left != right.left
      ? units.precedes(Int(right.left), Int(left.left))
      : units.precedes(Int(right.right), Int(left.right))
  }

  private mutating func rise(_ place: Int, _ units: TokenTable) {
    var place = place
    while place > 0 {
      let parent = (place - 1) / 2
      guard precedes(queue[place], queue[parent], units) else { return }
      queue.swapAt(place, parent)
      place = parent
    }
  }

  private mutating func sink(_ place: Int, _ units: TokenTable) {
    var place = place
    while true {
      var first = place
      for child in 2 * place + 1...2 * place + 2
      where child < queue.count && precedes(queue[child], queue[first], units) {
        first = child
      }
      if first == place { return }
      queue.swapAt(place, first)
      place = first
    }
  }
}
