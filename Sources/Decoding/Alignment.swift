// SPDX-License-Identifier: Apache-2.0

/// What tokens were translated from, by the attention between their units.
package struct Alignment {
  /// A row for each unit that was written, over those of the source and the end of the sentence.
  private let attention: [[Float]]
  /// The token of each unit of the source.
  private let sourceTokens: [Int]
  /// The units of each token that was written.
  private let targetUnits: [Range<Int>]

  /// The counts are those of the units of each token.
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

  /// The token of the source that these units paid the most attention to, the first among equals; nil
  /// where more went to the end of the sentence.
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
