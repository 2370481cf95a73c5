// SPDX-License-Identifier: Apache-2.0

import Compute
import Models

/// Which pairs of the corpus each batch of an epoch holds.
///
/// The corpus is shuffled and cut into pools of some batches; inside a pool, pairs of like length
/// come into one batch; then the batches are shuffled. It depends on the seed and the epoch only.
package struct BatchPlan: Sendable, Equatable {
  /// Indices of pairs.
  package let batches: [[Int]]

  /// Batches among whose pairs those of like length are looked for.
  private static let batchesInPool = 100

  /// `lengths` are the pairs' words on either side.
  package init(
    lengths: [(source: Int, target: Int)], batchSize: Int, seed: UInt64, epoch: Int
  ) {
    var random = Philox(seed: seed, purpose: RandomPurpose.shuffling, step: UInt64(epoch)).sequence
    let order = lengths.indices.shuffled(using: &random)
    let poolSize = batchSize * Self.batchesInPool
    var batches: [[Int]] = []
    for first in stride(from: 0, to: order.count, by: poolSize) {
      let pool = order[first..<min(first + poolSize, order.count)].sorted {
        (lengths[$1].target, lengths[$1].source, $0)
          < (lengths[$0].target, lengths[$0].source, $1)
      }
      for start in stride(from: 0, to: pool.count, by: batchSize) {
        batches.append(Array(pool[start..<min(start + batchSize, pool.count)]))
      }
    }
    batches.shuffle(using: &random)
    self.batches = batches
  }
}
