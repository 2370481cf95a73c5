// SPDX-License-Identifier: Apache-2.0

import Corpora
import Text
import Threads

/// The number of tokens in each pair of a corpus. Counting encodes the whole corpus, so the latest
/// counts are cached.
// Sendable: `latest` is accessed only with the lock held.
final class PairSizes: @unchecked Sendable {
  private let corpus: EncodedCorpus
  /// True if BPE dropout splits words differently in each epoch.
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
