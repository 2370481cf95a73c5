// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Decoding
package import Models
import Threads

extension DataParallelStep {
  /// Sentences that are scored or translated together.
  private static let validationBatchSize = 64

  /// Weights for scoring and translating: products with them are in float32, whatever training has.
  package func scoringWeights(_ parameters: ParameterBuffer) -> Weights {
    Weights(parameters, packing: model.packedForTranslating)
  }

  /// The negative log-likelihood of the target tokens of `pairs`, without dropout, and their number.
  package func totalLoss(
    of pairs: [EncodedPair], with weights: Weights
  ) -> (sum: Double, tokens: Int) {
    let sum = model.totalLoss(
      of: pairs, batchSize: Self.validationBatchSize, markers: .standard,
      reverseSource: reversesSource, weights, pool,
      workspace: { [workers] in workers[$0].workspace })
    return (sum, pairs.reduce(0) { $0 + $1.target.count + 1 })
  }

  /// The words of the translations that `search` finds for `sources`.
  package func translate(
    _ sources: [ArraySlice<Int32>], with weights: Weights, by search: GreedySearch
  ) -> [[Int32]] {
    let order = longestFirst(sources.map(\.count))
    let inputs = order.map { [reversesSource] in
      SentenceMarkers.standard.encoderInput(sources[$0], reversed: reversesSource)
    }
    let batches = stride(from: 0, to: inputs.count, by: Self.validationBatchSize).map {
      inputs[$0..<min($0 + Self.validationBatchSize, inputs.count)]
    }
    let outputs = pool.map(below: batches.count) { [model, workers] worker, batch in
      let session = InferenceSession(model, weights, workers[worker].workspace)
      return search.translate(Array(batches[batch]), session).map(\.words)
    }
    var translations = [[Int32]](repeating: [], count: sources.count)
    for (place, words) in zip(order, outputs.joined()) { translations[place] = words }
    return translations
  }
}
