// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Layers
import Models
import TestSupport
import Threads

/// A small model with random weights, and sentences for it.
struct RandomModel {
  let model: EncoderDecoder
  let parameters: ParameterBuffer
  let weights: Weights

  /// `range` is the range of the weights. If they are small, all words are nearly equally probable.
  init(
    words: Int = 30, hidden: Int = 9, layers: Int = 2, range: Float = 1, seed: UInt64 = 1
  ) {
    model = EncoderDecoder(
      ModelConfiguration(
        sourceVocabularySize: 12, targetVocabularySize: words, embeddingSize: 5,
        hiddenSize: hidden, layers: layers, dropout: 0))
    parameters = ParameterBuffer(model.layout)
    var generator = SeededGenerator(seed: seed)
    for entry in model.layout.entries {
      parameters.setValues(
        generator.floats(entry.slot.rows * entry.slot.columns, range: range), of: entry.slot)
    }
    weights = Weights(parameters, packing: model.packedForTranslating)
  }

  func ensemble() -> Ensemble<InferenceSession> { Ensemble([(model, weights)], Workspace()) }

  /// Returns encoder inputs, longest first.
  static func sources(_ count: Int, seed: UInt64 = 1) -> [[Int32]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).reversed().map { length in
      (0...length).map { _ in Int32.random(in: 4..<12, using: &generator) } + [markers.end]
    }
  }

  static func inputs(_ count: Int, seed: UInt64 = 1) -> [SearchInput<[Int32]>] {
    sources(count, seed: seed).enumerated().map { SearchInput(sources: [$1], line: $0) }
  }

  /// Returns the log-probabilities of the words and the end token of each of `targets`, as computed
  /// in training.
  func logProbabilities(of targets: [[Int32]], source: [Int32]) throws -> [[Float]] {
    try model.predictions(
      of: targets.map { (source.dropLast(), $0[...]) }, batchSize: 64, markers: markers,
      reverseSource: false, weights, WorkerPool(count: 1), workspace: { _ in Workspace() }
    ).map { $0.map { -$0.loss } }
  }
}
