// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Threads

/// A sentence pair as ids, without start and end tokens.
package typealias EncodedPair = (source: ArraySlice<Int32>, target: ArraySlice<Int32>)

extension EncoderDecoder {
  /// Predicts each target token of each of `pairs` after the reference tokens before it, with the end
  /// token last and without dropout.
  ///
  /// Worker w computes in `workspace(w)`. The result does not depend on the number of workers.
  package func predictions(
    of pairs: [EncodedPair], batchSize: Int, markers: SentenceMarkers, reverseSource: Bool,
    _ weights: Weights, _ pool: WorkerPool, workspace: @escaping @Sendable (Int) -> Workspace
  ) -> [[TokenPrediction]] {
    let batches = Self.batches(of: pairs, size: batchSize)
    let found = pool.map(below: batches.count) { worker, number in
      let workspace = workspace(worker)
      defer { workspace.arena.reset() }
      let batch = TranslationBatch(
        batches[number].map { pairs[$0] }, numbers: batches[number].map { UInt32($0) },
        markers: markers, reverseSource: reverseSource)
      let found = self.predictions(batch, Pass(weights, workspace))
      return batches[number].indices.map { batch.targetRows(ofPair: $0).map { found[$0] } }
    }
    var predictions = [[TokenPrediction]](repeating: [], count: pairs.count)
    for (numbers, found) in zip(batches, found) {
      for (number, found) in zip(numbers, found) { predictions[number] = found }
    }
    return predictions
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
