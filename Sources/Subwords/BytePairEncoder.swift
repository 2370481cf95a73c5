// SPDX-License-Identifier: Apache-2.0

import Text

/// Splits words into subword units by merges, and joins units to words again.
///
///     let encoder = BytePairEncoder(try BytePairMerges(contentsOf: "de.bpe"))
///     encoder.units(of: "Männer")    // "Män@@", "ner"
///
/// Every unit except the last of its word carries the mark `@@`, as in subword-nmt. A last unit
/// that itself ends in the mark is split before its last character, so that every word can be
/// restored.
public struct BytePairEncoder: Sendable {
  /// The suffix of a unit that the next unit continues.
  public static let mark = "@@"

  public let merges: BytePairMerges
  /// The units in the merges, and the results of the merges.
  private let table: TokenTable
  private let rules: [BytePairMerges.Pair: Rule]
  /// The number of bytes in the left part of each unit that merges produce.
  private let leftCounts: [Int32: Int]

  /// The merge that applies to a pair of units.
  private struct Rule {
    /// Its index among the merges.
    let rank: Int32
    let result: Int32
  }

  public init(_ merges: BytePairMerges) {
    self.merges = merges
    var table = merges.units
    var rules: [BytePairMerges.Pair: Rule] = [:]
    var leftCounts: [Int32: Int] = [:]
    for (rank, pair) in merges.pairs.enumerated() where rules[pair] == nil {
      let (left, right) = (table.bytes(of: pair.left), table.bytes(of: pair.right))
      let result = table.intern((left + right).span)
      rules[pair] = Rule(rank: Int32(rank), result: result)
      if leftCounts[result] == nil { leftCounts[result] = left.count }
    }
    self.table = table
    self.leftCounts = leftCounts
    self.rules = rules
  }

  /// A unit of a word: its number, or -1 if no merge names it, and its end in the word's bytes.
  private struct Unit {
    var number: Int32
    var end: Int
  }

  /// Returns the end of each unit of a word, in bytes. A merge is skipped wherever `isKept` returns
  /// false.
  func ends(ofUnitsIn word: Span<UInt8>, isKept: () -> Bool = { true }) -> [Int] {
    var units = characters(of: word)
    var places: [Int] = []
    while units.count > 1 {
      var first: Rule?
      for place in 0..<units.count - 1 {
        let pair = BytePairMerges.Pair(
          left: units[place].number, right: units[place + 1].number)
        guard let rule = rules[pair], isKept() else { continue }
        if rule.rank < first?.rank ?? .max {
          first = rule
          places.removeAll(keepingCapacity: true)
        }
        if rule.rank == first?.rank { places.append(place) }
      }
      guard let first else { break }
      merge(&units, at: places, into: first.result)
    }
    return endsWithoutFinalMark(units, word)
  }

  /// Merges the unit at each of `places` with the unit after it, from left to right if they
  /// overlap.
  private func merge(_ units: inout [Unit], at places: [Int], into result: Int32) {
    var kept = places[0]
    var read = kept
    var next = places[...]
    while read < units.count {
      while let place = next.first, place < read { next.removeFirst() }
      if next.first == read {
        units[kept] = Unit(number: result, end: units[read + 1].end)
        read += 2
      } else {
        units[kept] = units[read]
        read += 1
      }
      kept += 1
    }
    units.removeLast(units.count - kept)
  }

  private func characters(of word: Span<UInt8>) -> [Unit] {
    var units: [Unit] = []
    units.reserveCapacity(word.count)
    forEachCharacter(of: word) { range in
      let character = word.extracting(range)
      let number =
        range.upperBound < word.count
        ? table.find(character) : table.find(withEndOfWord(character).span)
      units.append(Unit(number: number ?? -1, end: range.upperBound))
    }
    return units
  }

  /// Returns the number of bytes in the left part that a unit was merged from; nil for a single
  /// character.
  func firstPart(of unit: Span<UInt8>, isLast: Bool) -> Int? {
    let number = isLast ? table.find(withEndOfWord(unit).span) : table.find(unit)
    // The text of another unit may look like this one with the end-of-word mark.
    if let number, let count = leftCounts[number], count < unit.count { return count }
    return unit.indices.dropFirst().first { unit[$0] & 0xC0 != 0x80 }
  }

  private func endsWithoutFinalMark(_ units: [Unit], _ word: Span<UInt8>) -> [Int] {
    var ends = units.map(\.end)
    let start = ends.count > 1 ? ends[ends.count - 2] : 0
    if start < word.count, endsInMark(word.extracting(start...)) {
      ends.insert(word.count - 1, at: ends.count - 1)
    }
    return ends
  }
}

extension BytePairEncoder {
  /// Calls `body` with the text of each unit that merges produce, and whether it ends its word.
  func forEachMerged(_ body: (_ text: [UInt8], _ isLast: Bool) -> Void) {
    let end = BytePairMerges.endOfWord.utf8
    for number in leftCounts.keys.sorted() {
      let unit = table.bytes(of: number)
      let isLast = unit.suffix(end.count).elementsEqual(end)
      body(isLast ? unit.dropLast(end.count) : unit, isLast)
    }
  }
}

// MARK: - Text

extension BytePairEncoder {
  /// Splits a word into units with marks. `words(of:)` restores any word from them. An empty word
  /// has no units.
  public func units(of word: String) -> [String] { units(of: word, isKept: { true }) }

  func units(of word: String, isKept: () -> Bool) -> [String] {
    let word = Array(word.utf8)
    var units: [String] = []
    var start = 0
    for end in ends(ofUnitsIn: word.span, isKept: isKept) {
      let unit = String(decoding: word[start..<end], as: UTF8.self)
      units.append(end < word.count ? unit + Self.mark : unit)
      start = end
    }
    return units
  }

  /// Joins units to words, even if no encoder would write them, such as a last unit with the mark.
  public static func words(of units: some Sequence<String>) -> [String] {
    joined(units).map(\.word)
  }

  /// Joins units to words, and counts the units of each word.
  static func joined(_ units: some Sequence<String>) -> [(word: String, units: Int)] {
    var words: [(word: String, units: Int)] = []
    var isInside = false
    for unit in units {
      let goesOn = unit.utf8.suffix(mark.utf8.count).elementsEqual(mark.utf8)
      let text =
        goesOn ? String(decoding: unit.utf8.dropLast(mark.utf8.count), as: UTF8.self) : unit
      if !isInside { words.append((word: "", units: 0)) }
      words[words.count - 1].word += text
      words[words.count - 1].units += 1
      isInside = goesOn
    }
    return words
  }
}
