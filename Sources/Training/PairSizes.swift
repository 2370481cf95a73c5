// SPDX-License-Identifier: Apache-2.0

import Text
import Threads

/// How many tokens each pair of a corpus has. To count them is to cut the whole corpus: the latest
/// counts are kept.
// Sendable: `latest` is touched with the lock held only.
final class PairSizes: @unchecked Sendable {
  private let corpus: EncodedCorpus
  /// Whether words are cut in other ways in each epoch.
  private let changeByEpoch: Bool
  private let lock = Monitor()
  private var latest: (epoch: Int, seed: UInt64, tokens: [Int32])?

  init(_ corpus: EncodedCorpus, changeByEpoch: Bool) {
    self.corpus = corpus
    self.changeByEpoch = changeByEpoch
  }

  func tokens(epoch: Int, seed: UInt64) -> [Int32] {
    lock.withLock {
      let (epoch, seed) = changeByEpoch ? (epoch, seed) : (0, 0)
      if let latest, (latest.epoch, latest.seed) == (epoch, seed) { return latest.tokens }
      let tokens = corpus.tokenCounts(epoch: epoch, seed: seed)
      latest = (epoch, seed, tokens)
      return tokens
    }
  }
}
