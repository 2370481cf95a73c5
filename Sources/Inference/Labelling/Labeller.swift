// SPDX-License-Identifier: Apache-2.0

import Compute
public import Corpora
import Models
import Threads

/// Labels each token or each vector of a sequence with a trained model.
///
///     let labeller = try Labeller(LabellerCheckpoint(directory: "checkpoints/tagger"))
///     print(labeller.label([["The", "cat", "sat"]])[0].map(\.label))
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class Labeller {
  public let checkpoint: LabellerCheckpoint
  /// Nil if the model reads vectors.
  private let encoder: TokenEncoder?
  private let scorer: LabelScorer<SequenceLabeller>
  private let session: LabellerSession
  private let pool: WorkerPool

  /// Creates a labeller with `threads` threads. If `quantized`, the weights are rounded to 8 bits.
  ///
  /// - Throws: `ThreadError`.
  public init(_ checkpoint: LabellerCheckpoint, threads: Int = 1, quantized: Bool = false) throws {
    self.checkpoint = checkpoint
    encoder = checkpoint.vocabulary.map { TokenEncoder($0, characters: checkpoint.characters) }
    pool = try WorkerPool(count: threads)
    let weights = checkpoint.model.inferenceWeights(
      checkpoint.parameters, quantized: quantized, pool)
    scorer = LabelScorer(checkpoint.model, weights, (0..<threads).map { _ in Workspace() })
    session = LabellerSession(checkpoint.model, weights, Workspace())
  }

  /// Returns the label of each token. If the model was trained in windows, each sequence goes on from
  /// the state after the one before, also that of an earlier call. The model must read tokens.
  public func label(_ sequences: [[String]]) -> [[Classification]] {
    guard let encoder else { preconditionFailure("vectors, not tokens") }
    var results = [[Classification]](repeating: [], count: sequences.count)
    let places = sequences.indices.filter { !sequences[$0].isEmpty }
    let found = label(places.map { encoder.sequence(of: sequences[$0]) })
    for (place, labels) in zip(places, found) { results[place] = labels }
    return results
  }

  /// Returns the label of each vector of some sequences, or of all; otherwise as for tokens. The model
  /// must read vectors of their size.
  public func label(
    _ vectors: VectorSequences, _ sequences: Range<Int>? = nil
  ) -> [[Classification]] {
    precondition(vectors.size == checkpoint.vectorSize, "vectors of another size")
    let settings = checkpoint.settings.vectors
    return label((sequences ?? 0..<vectors.count).map { settings.example(vectors, $0) })
  }

  private func label(_ sequences: [SequenceExample]) -> [[Classification]] {
    let scores =
      checkpoint.settings.tokens.window > 0
      ? sequences.map(session.logProbabilities) : scorer.logProbabilities(of: sequences, pool)
    return scores.map { $0.map { Classification($0, checkpoint.labels) } }
  }

  /// Returns the label of the next token of a sequence, which depends on the tokens since the last
  /// call of `endSequence`. The model must read tokens, and forward.
  public func label(next token: String) -> Classification {
    guard let encoder else { preconditionFailure("vectors, not tokens") }
    return label(next: encoder.sequence(of: [token]))
  }

  /// Returns the label of the next vector of a sequence, likewise.
  public func label(next vector: [Float]) -> Classification {
    precondition(vector.count == checkpoint.vectorSize, "a vector of another size")
    return label(
      next: SequenceExample(
        vectors: checkpoint.settings.vectors.prepared(vector[...]), length: 1))
  }

  private func label(next step: SequenceExample) -> Classification {
    precondition(checkpoint.readsForward, "the label depends on later steps")
    return Classification(session.logProbabilities(of: step)[0], checkpoint.labels)
  }

  /// Ends the sequence whose steps `label(next:)` reads. If the model was trained in windows, the next
  /// sequence goes on from its state.
  public func endSequence() {
    if checkpoint.settings.tokens.window == 0 { session.reset() }
  }
}
