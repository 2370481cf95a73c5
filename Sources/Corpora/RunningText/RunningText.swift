// SPDX-License-Identifier: Apache-2.0

package import Subwords
package import Text

/// Running text as ids, in a mapped file.
package struct RunningText: Sendable {
  /// The number of tokens, including the `</s>` at each end.
  package let count: Int
  /// The share of the units, with repeats, that are unknown to the vocabulary.
  package let unknownShare: Double
  /// Ids, or numbers of units that `ids` maps to ids.
  private let tokens: MappedArray<Int32>
  /// The place of the first token in `tokens`.
  private let start: Int
  private let ids: [Int32]?
  /// The place of the `</s>` before each line, and of the last one; nil if the text is continuous.
  private let ends: MappedArray<Int>?

  /// The number of lines that are sequences of their own; 0 if the text is continuous.
  package var lineCount: Int { ends.map { max($0.count - 1, 0) } ?? 0 }

  /// Returns the places of a line's tokens: the `</s>` before it, its units, and its own `</s>`.
  package func places(ofLine line: Int) -> Range<Int> {
    guard let ends else { preconditionFailure("continuous text") }
    return ends[line]..<ends[line + 1] + 1
  }

  /// The number of sequences: lines, or the whole text if it is continuous.
  package var sequenceCount: Int { ends == nil ? 1 : lineCount }

  /// Returns the places of the tokens to predict in a sequence.
  package func places(ofSequence sequence: Int) -> Range<Int> {
    ends == nil ? 0..<count : places(ofLine: sequence).dropFirst()
  }

  /// Reads the tokens at some places.
  package func tokens(_ places: Range<Int>) -> [Int32] {
    precondition(places.lowerBound >= 0 && places.upperBound <= count, "no such tokens")
    return tokens.withElements(start + places.lowerBound..<start + places.upperBound) { tokens in
      tokens.indices.map { index in
        let token = tokens[index]
        return ids.map { $0[Int(token)] } ?? token
      }
    }
  }

  /// Reads the tokens at several places, and releases the memory of the file.
  package func tokens(_ places: [Range<Int>]) -> [ArraySlice<Int32>] {
    defer {
      tokens.releasePages()
      ends?.releasePages()
    }
    return places.map { places in
      defer { tokens.releasePages(around: start + places.lowerBound..<start + places.upperBound) }
      return tokens(places)[...]
    }
  }
}

extension RunningText {
  /// Encodes a part of a text.
  ///
  /// - Throws: `FileError`.
  init(_ text: IndexedText, _ places: Range<Int>, _ codec: TokenCodec) throws {
    let table = UnitTable(text.table, codec)
    if codec.encoder == nil {
      (tokens, start, count, ids) = (text.numbers, places.lowerBound, places.count, table.ids)
    } else {
      let writer = try MappedArray<Int32>.Writer(name: "text-ids", in: text.directories)
      try text.numbers.forEachChunk(of: places) { try writer.append(table.ids(of: $0)) }
      tokens = try writer.finished()
      (start, count, ids) = (0, tokens.count, nil)
    }
    unknownShare = table.unknownShare(text.counts(in: places))
    if text.layout == .lines {
      let end = ids == nil ? Vocabulary.Special.end : endNumber
      ends = try tokens.places(of: end, in: start..<start + count, directories: text.directories)
    } else {
      ends = nil
    }
  }
}

extension MappedArray<Int32> {
  /// Returns the places of an element, counted from the beginning of `range`.
  fileprivate func places(
    of element: Int32, in range: Range<Int>, directories: [String]
  ) throws -> MappedArray<Int> {
    let writer = try MappedArray<Int>.Writer(name: "line-ends", in: directories)
    var place = 0
    try forEachChunk(of: range) { elements in
      try writer.append(elements.indices.filter { elements[$0] == element }.map { place + $0 })
      place += elements.count
    }
    return try writer.finished()
  }
}

extension IndexedText {
  /// Learns at most `count` merges from the words in a part of the text.
  package func learnedMerges(_ count: Int, in places: Range<Int>) -> BytePairMerges {
    BytePairMerges(learning: count, from: [units(in: places)])
  }

  /// Builds the vocabulary of a part of the text: of the subword units of `merges`, or of the units
  /// of the text if there are none.
  ///
  /// Units that occur fewer than `minimumFrequency` times are left out, and so are the rarest ones
  /// beyond `maximumSize`, which does not count the special tokens.
  package func vocabulary(
    of places: Range<Int>, merges: BytePairMerges? = nil, minimumFrequency: Int = 1,
    maximumSize: Int = .max
  ) -> Vocabulary {
    let units = units(in: places)
    guard let merges else {
      return units.build(minimumFrequency: minimumFrequency, maximumSize: maximumSize)
    }
    return Vocabulary(
      unitsOf: [units], BytePairEncoder(merges), minimumFrequency: minimumFrequency,
      maximumSize: maximumSize)
  }

  /// Encodes a part of the text.
  ///
  /// - Throws: `FileError`.
  package func encoded(_ places: Range<Int>, _ codec: TokenCodec) throws -> RunningText {
    try RunningText(self, places, codec)
  }
}

/// The ids of each unit number.
private struct UnitTable {
  /// The ids of all numbers, end to end, and the end of each number's ids.
  private(set) var ids: [Int32] = []
  private var ends: [Int] = []

  init(_ units: TokenTable, _ codec: TokenCodec) {
    ids.append(Vocabulary.Special.end)
    ends.append(ids.count)
    for number in 0..<units.count {
      units.withToken(number) { codec.append($0, to: &ids) }
      ends.append(ids.count)
    }
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  func ids(of numbers: Span<Int32>) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(2 * numbers.count)
    for index in numbers.indices { result += ids[range(Int(numbers[index]))] }
    return result
  }

  func unknownShare(_ counts: [Int]) -> Double {
    var (unknown, total) = (0, 0)
    for number in 1..<ends.count {
      let ids = ids[range(number)]
      total += counts[number] * ids.count
      unknown += counts[number] * ids.count { $0 == Vocabulary.Special.unknown }
    }
    return Double(unknown) / Double(max(total, 1))
  }
}
