// SPDX-License-Identifier: Apache-2.0

import Compute
import Models

/// Which pairs of the corpus each batch of an epoch holds: the corpus is shuffled and cut.
///
/// Batches of pairs of like length would compute a little faster, and learn noticeably worse. The
/// plan depends on the seed and the epoch only.
package struct BatchPlan: Sendable, Equatable {
  /// Indices of pairs.
  package let batches: [[Int]]

  package init(pairs: Int, batchSize: Int, seed: UInt64, epoch: Int) {
    var random = Philox(seed: seed, purpose: RandomPurpose.shuffling, step: UInt64(epoch)).sequence
    let order = (0..<pairs).shuffled(using: &random)
    batches = stride(from: 0, to: pairs, by: batchSize).map {
      Array(order[$0..<min($0 + batchSize, pairs)])
    }
  }
}
