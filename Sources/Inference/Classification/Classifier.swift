// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Models
import Subwords
import Text
import Threads

/// Classifies texts with a trained model.
///
///     let classifier = try Classifier(ClassifierCheckpoint(directory: "checkpoints/names"))
///     print(classifier.classify(["Schmidt"])[0]?.label ?? "")
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class Classifier {
  public let checkpoint: ClassifierCheckpoint
  private let codec: TextCodec
  private let scorer: LabelScorer<SequenceClassifier>
  private let pool: WorkerPool

  /// Creates a classifier with `threads` threads. If `quantized`, the weights are rounded to 8 bits.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know, or `ThreadError`.
  public init(
    _ checkpoint: ClassifierCheckpoint, threads: Int = 1, quantized: Bool = false
  ) throws {
    self.checkpoint = checkpoint
    guard let codec = try checkpoint.codec() else { preconditionFailure("texts, not vectors") }
    self.codec = codec
    pool = try WorkerPool(count: threads)
    scorer = LabelScorer(
      checkpoint.model,
      checkpoint.model.inferenceWeights(checkpoint.parameters, quantized: quantized, pool),
      (0..<threads).map { _ in Workspace() })
  }

  /// Returns the label of each text; nil for a blank one.
  public func classify(_ texts: [String]) -> [Classification?] {
    let trimmed = texts.map(trimmedText)
    let ids = trimmed.map { $0.isEmpty ? [] : codec.ids(of: $0) }
    let places = ids.indices.filter { !ids[$0].isEmpty }
    let scores = scorer.logProbabilities(
      of: places.map { SequenceExample(tokens: ids[$0]) }, pool)
    var results = [Classification?](repeating: nil, count: texts.count)
    for (place, scores) in zip(places, scores) {
      results[place] = Classification(scores[0], checkpoint.labels)
    }
    return results
  }
}
