// SPDX-License-Identifier: Apache-2.0

import Compute
import Models

/// Which pairs of the corpus each batch of an epoch holds: the corpus is shuffled and cut.
///
/// Batches of pairs of like length would compute a little faster, and learn noticeably worse. The
/// plan depends on the seed and the epoch only.
package struct BatchPlan: Sendable, Equatable {
  /// The numbers of all pairs, shuffled; 32 bits hold those of every corpus.
  private let order: [UInt32]
  /// Where each batch ends in it.
  private let ends: [UInt32]

  /// Batches of so many pairs.
  package init(pairs: Int, batchSize: Int, seed: UInt64, epoch: Int) {
    order = Self.order(pairs, seed, epoch)
    ends = stride(from: batchSize, to: pairs, by: batchSize).map { UInt32($0) } + [UInt32(pairs)]
  }

  /// Batches of as many pairs as there is room for `batchTokens` tokens, of which `tokens` says how many a
  /// pair has. A pair with more is a batch of its own.
  package init(
    pairs: Int, batchTokens: Int, seed: UInt64, epoch: Int, tokens: (Int) -> Int
  ) {
    let order = Self.order(pairs, seed, epoch)
    var ends: [UInt32] = []
    var sum = 0
    for (place, pair) in order.enumerated() {
      let count = tokens(Int(pair))
      if sum > 0 && sum + count > batchTokens {
        ends.append(UInt32(place))
        sum = 0
      }
      sum += count
    }
    self.order = order
    self.ends = ends + [UInt32(pairs)]
  }

  private static func order(_ pairs: Int, _ seed: UInt64, _ epoch: Int) -> [UInt32] {
    var random = Philox(seed: seed, purpose: RandomPurpose.shuffling, step: UInt64(epoch)).sequence
    return (0..<UInt32(pairs)).shuffled(using: &random)
  }

  /// The count of batches.
  package var count: Int { ends.count }

  /// The numbers of the pairs of a batch.
  package subscript(batch: Int) -> ArraySlice<UInt32> {
    order[pairs(before: batch)..<Int(ends[batch])]
  }

  /// The numbers of the pairs of each of several batches.
  package func batches(_ range: Range<Int>) -> [ArraySlice<UInt32>] { range.map { self[$0] } }

  /// The pairs in the batches before.
  package func pairs(before batch: Int) -> Int { batch == 0 ? 0 : Int(ends[batch - 1]) }

  /// The batches that the first `pairs` fill.
  package func batches(within pairs: Int) -> Int { ends.count { $0 <= pairs } }
}
