// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
public import Corpora
import Models
import Subwords
import Text
import Threads

/// Classifies texts or sequences of vectors with a trained model.
///
///     let classifier = try Classifier(ClassifierCheckpoint(directory: "checkpoints/names"))
///     print(classifier.classify(["Schmidt"])[0]?.label ?? "")
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class Classifier {
  public let checkpoint: ClassifierCheckpoint
  /// Nil if the model reads vectors.
  private let codec: TextCodec?
  private let scorer: LabelScorer<SequenceClassifier>
  private let pool: WorkerPool

  /// Creates a classifier with `threads` threads. If `quantized`, the weights are rounded to 8 bits.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know, or `ThreadError`.
  public init(
    _ checkpoint: ClassifierCheckpoint, threads: Int = 1, quantized: Bool = false
  ) throws {
    self.checkpoint = checkpoint
    codec = try checkpoint.codec()
    pool = try WorkerPool(count: threads)
    scorer = LabelScorer(
      checkpoint.model,
      checkpoint.model.inferenceWeights(checkpoint.parameters, quantized: quantized, pool),
      (0..<threads).map { _ in Workspace() })
  }

  /// Returns the label of each text; nil for a blank one. The model must read texts.
  public func classify(_ texts: [String]) -> [Classification?] {
    guard let codec else { preconditionFailure("vectors, not texts") }
    let trimmed = texts.map(trimmedText)
    let ids = trimmed.map { $0.isEmpty ? [] : codec.ids(of: $0) }
    let places = ids.indices.filter { !ids[$0].isEmpty }
    let found = classify(places.map { SequenceExample(tokens: ids[$0]) })
    var results = [Classification?](repeating: nil, count: texts.count)
    for (place, label) in zip(places, found) { results[place] = label }
    return results
  }

  /// Returns the label of each of some sequences of vectors, or of all. The model must read vectors of
  /// their size.
  public func classify(
    _ vectors: VectorSequences, _ sequences: Range<Int>? = nil
  ) -> [Classification] {
    precondition(vectors.size == checkpoint.vectorSize, "vectors of another size")
    let settings = checkpoint.settings.vectors
    return classify((sequences ?? 0..<vectors.count).map { settings.example(vectors, $0) })
  }

  private func classify(_ sequences: [SequenceExample]) -> [Classification] {
    scorer.logProbabilities(of: sequences, pool).map { Classification($0[0], checkpoint.labels) }
  }
}
