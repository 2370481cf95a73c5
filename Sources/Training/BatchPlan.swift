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
  private let batchSize: Int

  package init(pairs: Int, batchSize: Int, seed: UInt64, epoch: Int) {
    var random = Philox(seed: seed, purpose: RandomPurpose.shuffling, step: UInt64(epoch)).sequence
    order = (0..<UInt32(pairs)).shuffled(using: &random)
    self.batchSize = batchSize
  }

  /// The count of batches.
  package var count: Int { (order.count + batchSize - 1) / batchSize }

  /// The numbers of the pairs of a batch.
  package subscript(batch: Int) -> ArraySlice<UInt32> {
    let start = batch * batchSize
    return order[start..<min(start + batchSize, order.count)]
  }
}
