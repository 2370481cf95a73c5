// SPDX-License-Identifier: Apache-2.0

/// The alignment of target tokens to source tokens, from the attention between their units.
package struct Alignment {
  /// A row for each target unit, with its attention to each source unit and to the end of the
  /// sentence.
  private let attention: [[Float]]
  /// The token that each source unit belongs to.
  private let sourceTokens: [Int]
  /// The units of each target token.
  private let targetUnits: [Range<Int>]

  /// `sourceUnitCounts` and `targetUnitCounts` hold the number of units in each token.
  package init(_ attention: [[Float]], sourceUnitCounts: [Int], targetUnitCounts: [Int]) {
    self.attention = attention
    sourceTokens = sourceUnitCounts.enumerated().flatMap { token, count in
      repeatElement(token, count: count)
    }
    var end = 0
    targetUnits = targetUnitCounts.map { count in
      defer { end += count }
      return end..<end + count
    }
  }

  package var pairs: [Translation.TokenPair] {
    targetUnits.enumerated().compactMap { target, units in
      mostAttended(units).map { Translation.TokenPair(source: $0, target: target) }
    }
  }

  /// Returns the source token that received the most attention from `units`, the first among
  /// equals. Nil if the end of the sentence received more.
  private func mostAttended(_ units: Range<Int>) -> Int? {
    var shares = [Float](repeating: 0, count: (sourceTokens.last ?? -1) + 1)
    var endShare: Float = 0
    for row in attention[units] {
      for (token, share) in zip(sourceTokens, row.dropLast()) { shares[token] += share }
      endShare += row.last ?? 0
    }
    guard let largest = shares.max(), largest >= endShare else { return nil }
    return shares.firstIndex(of: largest)
  }
}
