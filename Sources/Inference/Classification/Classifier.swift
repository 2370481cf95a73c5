// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Glibc
import Models
import Subwords
import Text
import Threads

/// The label that a classifier gives to a text.
public struct Classification: Sendable, Equatable {
  public let label: String
  /// The probability of each label, from the most probable to the least, the first label of the
  /// checkpoint first among equals.
  public let probabilities: [Candidate]

  public struct Candidate: Sendable, Equatable {
    public let label: String
    public let probability: Double
  }
}

/// Classifies texts with a trained model.
///
///     let classifier = try Classifier(ClassifierCheckpoint(directory: "checkpoints/names"))
///     print(classifier.classify(["Schmidt"])[0]?.label ?? "")
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class Classifier {
  public let checkpoint: ClassifierCheckpoint
  private let codec: TextCodec
  private let scorer: ClassScorer
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
    scorer = ClassScorer(
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
    for (place, scores) in zip(places, scores) { results[place] = classification(scores) }
    return results
  }

  private func classification(_ logProbabilities: [Float]) -> Classification {
    let order = logProbabilities.indices.sorted { left, right in
      logProbabilities[left] != logProbabilities[right]
        ? logProbabilities[left] > logProbabilities[right] : left < right
    }
    let candidates = order.map { id in
      Classification.Candidate(
        label: checkpoint.labels[Int32(id)], probability: exp(Double(logProbabilities[id])))
    }
    return Classification(label: candidates[0].label, probabilities: candidates)
  }
}
