// SPDX-License-Identifier: Apache-2.0

/// Divides a batch between workers.
package enum Shards {
  /// Returns indices into `work` for each of at most `workers` shards, in decreasing order of work.
  /// The example with the most work among those left goes to the shard with the least work so far
  /// (Graham, "Bounds on multiprocessing timing anomalies", 1969), so that no worker waits long for
  /// another.
  package static func divide(_ work: [Int], between workers: Int) -> [[Int]] {
    let order = work.indices.sorted { (work[$1], $0) < (work[$0], $1) }
    var shards = [[Int]](repeating: [], count: min(workers, work.count))
    var sums = [Int](repeating: 0, count: shards.count)
    for example in order {
      guard let least = sums.indices.min(by: { sums[$0] < sums[$1] }) else { break }
      shards[least].append(example)
      sums[least] += work[example]
    }
    return shards
  }
}
