// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Decoding
package import Models
import Threads

extension DataParallelStep {
  /// The number of sentences that are scored or translated together.
  private static let validationBatchSize = 64

  /// Returns weights for scoring and translating. Their products are in float32, whatever the
  /// precision of training.
  package func scoringWeights(_ parameters: ParameterBuffer) -> Weights {
    Weights(parameters, packing: model.packedForTranslating)
  }

  /// Returns the summed negative log-likelihood of the target tokens of `pairs`, without dropout,
  /// and the number of these tokens.
  package func totalLoss(
    of pairs: [EncodedPair], with weights: Weights
  ) -> (sum: Double, tokens: Int) {
    let sum = model.totalLoss(
      of: pairs, batchSize: Self.validationBatchSize, markers: .standard,
      reverseSource: reversesSource, weights, pool,
      workspace: { [workers] in workers[$0].workspace })
    return (sum, pairs.reduce(0) { $0 + $1.target.count + 1 })
  }

  /// Translates `sources` with `search` and returns the ids of each translation.
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
      let session = InferenceSession(
        model, Pass(weights, workers[worker].workspace))
      return search.translate(Array(batches[batch]), session).map(\.words)
    }
    var translations = [[Int32]](repeating: [], count: sources.count)
    for (place, words) in zip(order, outputs.joined()) { translations[place] = words }
    return translations
  }
}
