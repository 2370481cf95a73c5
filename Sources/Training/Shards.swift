// SPDX-License-Identifier: Apache-2.0

package import Models

/// How a batch is divided between workers: the pairs of each, in decreasing order of work.
package enum Shards {
  /// Indices into `pairs` for each of at most `workers` shards. The pair that makes most work of
  /// those left goes to the shard that has the least so far (Graham, "Bounds on multiprocessing timing
  /// anomalies", 1969), so that no worker waits long for another.
  package static func divide(
    _ pairs: [EncodedPair], between workers: Int, _ model: EncoderDecoder
  ) -> [[Int]] {
    // A token more on either side: the one that ends it.
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
