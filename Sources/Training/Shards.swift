// SPDX-License-Identifier: Apache-2.0

package import Models

/// Divides a batch between workers.
package enum Shards {
  /// Returns indices into `pairs` for each of at most `workers` shards, in decreasing order of
  /// work. The pair with the most work among those left goes to the shard with the least work so
  /// far (Graham, "Bounds on multiprocessing timing anomalies", 1969), so that no worker waits long
  /// for another.
  package static func divide(
    _ pairs: [EncodedPair], between workers: Int, _ model: EncoderDecoder
  ) -> [[Int]] {
    // One more token on each side: the end of the sentence.
    let work = pairs.map {
      ($0.source.count + 1) * model.multiplyAddsPerSourceToken
        + ($0.target.count + 1) * model.multiplyAddsPerTargetToken
    }
    let order = pairs.indices.sorted { (work[$1], $0) < (work[$0], $1) }
    var shards = [[Int]](repeating: [], count: min(workers, pairs.count))
    var sums = [Int](repeating: 0, count: shards.count)
    for pair in order {
      guard let least = sums.indices.min(by: { sums[$0] < sums[$1] }) else { break }
      shards[least].append(pair)
      sums[least] += work[pair]
    }
    return shards
  }
}
