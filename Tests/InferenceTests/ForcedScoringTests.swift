// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Inference
import Layers
import Models
import TestSupport
import Testing
import Threads

/// Compares with the log-softmax of the logits that PyTorch computed.
@Suite struct ForcedScoringTests {
  /// Returns the log-probability of each target token of each pair, from the golden logits
  /// `[B, T, V]`.
  private func expected(_ made: GoldenModel) throws -> [[Double]] {
    let shape = try made.golden.shape("logits")
    let logits = try made.golden.floats("logits").map(Double.init)
    return made.pairs.enumerated().map { row, pair in
      (pair.target + [markers.end]).enumerated().map { step, word in
        let first = (row * shape[1] + step) * shape[2]
        let values = logits[first..<first + shape[2]]
        let sum = values.reduce(0) { $0 + exp($1) }
        return logits[first + Int(word)] - log(sum)
      }
    }
  }

  /// Returns true for each target token of each pair that has the largest golden logit.
  private func expectedCorrect(_ made: GoldenModel) throws -> [[Bool]] {
    let shape = try made.golden.shape("logits")
    let logits = try made.golden.floats("logits")
    return made.pairs.enumerated().map { row, pair in
      (pair.target + [markers.end]).enumerated().map { step, word in
        let first = (row * shape[1] + step) * shape[2]
        return logits[first..<first + shape[2]].max() == logits[first + Int(word)]
      }
    }
  }

  @Test(arguments: GoldenModel.names, [1, 2, 64])
  func tokenLossesAreThoseOfPyTorch(_ name: String, batchSize: Int) throws {
    let made = try GoldenModel(name)
    let weights = try Weights(made.parameters(), packing: made.model.packedForTranslating)
    for threads in [1, 2] {
      let predictions = try made.model.predictions(
        of: made.pairs, batchSize: batchSize, markers: markers, reverseSource: false, weights,
        WorkerPool(count: threads), workspace: { _ in Workspace() })
      for (found, expected) in zip(predictions, try expected(made)) {
        expectClose(found.map { -$0.loss }, expected, relative: 1e-6, "log-probabilities")
      }
      #expect(try predictions.map { $0.map(\.isCorrect) } == expectedCorrect(made))
    }
  }

  /// A search forced along a whole translation gives the same log-probabilities.
  @Test(arguments: GoldenModel.names) func stepByStepItIsTheSame(_ name: String) throws {
    let made = try GoldenModel(name)
    let weights = try Weights(made.parameters(), packing: made.model.packedForTranslating)
    let ensemble = Ensemble([(made.model, weights)], Workspace())
    for (pair, expected) in zip(made.pairs, try expected(made)) where !pair.target.isEmpty {
      let input = SearchInput(
        sources: [markers.encoderInput(pair.source, reversed: false)],
        prefix: Array(pair.target))
      var search = Search(markers: markers, maximumLength: pair.target.count)
      search.beamSize = 3
      let found = search.run([input], ensemble)[0][0]
      #expect(found.words == Array(pair.target))
      expectClose(
        found.logProbabilities, Array(expected.dropLast()), relative: 1e-6, "log-probabilities")
    }
  }
}
