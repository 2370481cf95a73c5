// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Threads

/// A sentence pair as ids, without start and end tokens.
package typealias EncodedPair = (source: ArraySlice<Int32>, target: ArraySlice<Int32>)

extension EncoderDecoder {
  /// The summed loss of all target tokens of `pairs`, in nats, without dropout.
  ///
  /// Worker w computes in `workspace(w)`; what comes out does not depend on how many workers there
  /// are.
  package func totalLoss(
    of pairs: [EncodedPair], batchSize: Int, markers: SentenceMarkers, reverseSource: Bool,
    _ weights: Weights, _ pool: WorkerPool, workspace: @escaping @Sendable (Int) -> Workspace
  ) -> Double {
    let batches = Self.batches(of: pairs, size: batchSize)
    let losses = pool.map(below: batches.count) { worker, number in
      let workspace = workspace(worker)
      defer { workspace.arena.reset() }
      let pairs = batches[number]
      let batch = TranslationBatch(
        pairs, numbers: pairs.indices.map { UInt32($0) }, markers: markers,
        reverseSource: reverseSource)
      return self.losses(batch, weights, workspace).reduce(0) { $0 + Double($1) }
    }
    return losses.reduce(0, +)
  }

  /// Words in a batch of which nothing is forgotten, unless one pair alone has more: memory goes with
  /// them.
  private static let mostWordsInBatch = Limits.sentenceLength.upperBound

  /// Batches of pairs of like length, of `size` pairs or, where these are long, fewer.
  private static func batches(of pairs: [EncodedPair], size: Int) -> [[EncodedPair]] {
    var batches: [[EncodedPair]] = []
    var words = 0
    for pair in longestFirst(pairs.map(\.target.count)).map({ pairs[$0] }) {
      let length = pair.source.count + pair.target.count
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
