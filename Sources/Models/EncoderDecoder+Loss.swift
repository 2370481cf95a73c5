// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Threads

/// A sentence pair as ids, without start and end tokens.
package typealias EncodedPair = (source: ArraySlice<Int32>, target: ArraySlice<Int32>)

extension EncoderDecoder {
  /// Returns the summed loss of all target tokens of `pairs`, in nats, without dropout.
  ///
  /// Worker w computes in `workspace(w)`. The result does not depend on the number of workers.
  package func totalLoss(
    of pairs: [EncodedPair], batchSize: Int, markers: SentenceMarkers, reverseSource: Bool,
    _ weights: Weights, _ pool: WorkerPool, workspace: @escaping @Sendable (Int) -> Workspace
  ) -> Double {
    tokenLosses(
      of: pairs, batchSize: batchSize, markers: markers, reverseSource: reverseSource, weights,
      pool, workspace: workspace
    ).reduce(0) { $0 + $1.reduce(0) { $0 + Double($1) } }
  }

  /// Returns the loss of each target token of each of `pairs`, with the end token last. The
  /// parameters are those of `totalLoss`.
  package func tokenLosses(
    of pairs: [EncodedPair], batchSize: Int, markers: SentenceMarkers, reverseSource: Bool,
    _ weights: Weights, _ pool: WorkerPool, workspace: @escaping @Sendable (Int) -> Workspace
  ) -> [[Float]] {
    let batches = Self.batches(of: pairs, size: batchSize)
    let losses = pool.map(below: batches.count) { worker, number in
      let workspace = workspace(worker)
      defer { workspace.arena.reset() }
      let batch = TranslationBatch(
        batches[number].map { pairs[$0] }, numbers: batches[number].map { UInt32($0) },
        markers: markers, reverseSource: reverseSource)
      let losses = self.losses(batch, Pass(weights, workspace))
      return batches[number].indices.map { batch.targetRows(ofPair: $0).map { losses[$0] } }
    }
    var lossesOfPairs = [[Float]](repeating: [], count: pairs.count)
    for (numbers, losses) in zip(batches, losses) {
      for (number, losses) in zip(numbers, losses) { lossesOfPairs[number] = losses }
    }
    return lossesOfPairs
  }

  /// The maximum number of words in a batch, unless a single pair has more. It bounds the memory.
  private static let mostWordsInBatch = 20_000

  /// Groups the numbers of pairs of similar length into batches of `size` pairs, or fewer if the
  /// pairs are long.
  private static func batches(of pairs: [EncodedPair], size: Int) -> [[Int]] {
    var batches: [[Int]] = []
    var words = 0
    for pair in longestFirst(pairs.map(\.target.count)) {
      let length = pairs[pair].source.count + pairs[pair].target.count
      if batches.last?.count ?? size == size || words + length > mostWordsInBatch {
        batches.append([])
        words = 0
      }
      batches[batches.count - 1].append(pair)
      words += length
    }
    return batches
  }
}
