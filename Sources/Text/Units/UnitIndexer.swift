// SPDX-License-Identifier: Apache-2.0

/// Converts running text to the numbers of its units, on one thread.
///
/// The units of each piece of text are found once and cached.
package final class UnitIndexer {
  private let splitter: UnitSplitter
  private let shared: SharedTokens
  /// The pieces in the cache; the numbers of all their units, and the end of each piece's numbers.
  private var pieces = TokenTable()
  private var numbers: [Int32] = []
  private var ends: [Int] = []
  /// The number of each code point up to U+FFFF that is a unit and has occurred; otherwise -1.
  private var codePoints: [Int32]
  private var units = TokenList()

  /// The maximum number of pieces in the cache.
  private static let mostPieces = 1 << 18

  package init(_ splitter: UnitSplitter, _ shared: SharedTokens) {
    self.splitter = splitter
    self.shared = shared
    codePoints = splitter.unit.isOfWords ? [] : Array(repeating: -1, count: 1 << 16)
  }

  /// Appends the numbers of the units of a text in `shared`. The text `isContinued` if other text
  /// ends directly before it, and not in whitespace.
  package func append(_ text: UTF8Span, isContinued: Bool, to numbers: inout [Int32]) {
    let isOfWords = splitter.unit.isOfWords
    splitter.withPrepared(text) { text in
      let bytes = text.span
      splitter.forEachPiece(of: text, isContinued: isContinued) { piece, isContinued in
        if !isOfWords, piece.count <= 3 {
          let (value, length) = character(in: bytes, at: piece.lowerBound)
          if length == piece.count {
            let known = codePoints[Int(value)]
            if known >= 0 { return numbers.append(known) }
            append(piece: bytes.extracting(piece), isContinued, to: &numbers)
            codePoints[Int(value)] = numbers[numbers.count - 1]
            return
          }
        }
        append(piece: bytes.extracting(piece), isContinued, to: &numbers)
      }
    }
  }

  @inline(never)
  private func append(piece: Span<UInt8>, _ isContinued: Bool, to numbers: inout [Int32]) {
    if isContinued {
      splitter.append(unitsOf: piece, isContinued: true, to: &units)
      shared.intern(units, into: &numbers)
      return units.removeAll()
    }
    let number = pieces.find(piece).map(Int.init) ?? learned(piece)
    let start = number == 0 ? 0 : ends[number - 1]
    for place in start..<ends[number] { numbers.append(self.numbers[place]) }
  }

  /// Adds a piece to the cache and returns its number there.
  private func learned(_ piece: Span<UInt8>) -> Int {
    if pieces.count == Self.mostPieces {
      pieces = TokenTable()
      numbers.removeAll()
      ends.removeAll()
    }
    splitter.append(unitsOf: piece, isContinued: false, to: &units)
    shared.intern(units, into: &numbers)
    units.removeAll()
    ends.append(numbers.count)
    return Int(pieces.intern(piece))
  }
}
