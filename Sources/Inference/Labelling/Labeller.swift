// SPDX-License-Identifier: Apache-2.0

import Compute
import Models
import Threads

/// Labels each token of a sequence with a trained model.
///
///     let labeller = try Labeller(LabellerCheckpoint(directory: "checkpoints/tagger"))
///     print(labeller.label([["The", "cat", "sat"]])[0].map(\.label))
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class Labeller {
  public let checkpoint: LabellerCheckpoint
  private let encoder: TokenEncoder
  private let scorer: LabelScorer<SequenceLabeller>
  private let session: LabellerSession
  private let pool: WorkerPool

  /// Creates a labeller with `threads` threads. If `quantized`, the weights are rounded to 8 bits.
  ///
  /// - Throws: `ThreadError`.
  public init(_ checkpoint: LabellerCheckpoint, threads: Int = 1, quantized: Bool = false) throws {
    guard let vocabulary = checkpoint.vocabulary else { preconditionFailure("tokens, not vectors") }
    self.checkpoint = checkpoint
    encoder = TokenEncoder(vocabulary, characters: checkpoint.characters)
    pool = try WorkerPool(count: threads)
    let weights = checkpoint.model.inferenceWeights(
      checkpoint.parameters, quantized: quantized, pool)
    scorer = LabelScorer(checkpoint.model, weights, (0..<threads).map { _ in Workspace() })
    session = LabellerSession(checkpoint.model, weights, Workspace())
  }

  /// Returns the label of each token. If the model was trained in windows, each sequence goes on from
  /// the state after the one before, also that of an earlier call.
  public func label(_ sequences: [[String]]) -> [[Classification]] {
    var results = [[Classification]](repeating: [], count: sequences.count)
    let places = sequences.indices.filter { !sequences[$0].isEmpty }
    let encoded = places.map { encoder.sequence(of: sequences[$0]) }
    let scores =
      checkpoint.settings.tokens.window > 0
      ? encoded.map(session.logProbabilities) : scorer.logProbabilities(of: encoded, pool)
    for (place, scores) in zip(places, scores) {
      results[place] = scores.map { Classification($0, checkpoint.labels) }
    }
    return results
  }

  /// Returns the label of the next token of a sequence, which depends on the tokens since the last
  /// call of `endSequence`. The model must read forward.
  public func label(next token: String) -> Classification {
    precondition(checkpoint.readsForward, "the label depends on later tokens")
    let scores = session.logProbabilities(of: encoder.sequence(of: [token]))
    return Classification(scores[0], checkpoint.labels)
  }

  /// Ends the sequence that `label(next:)` reads. If the model was trained in windows, the next
  /// sequence goes on from its state.
  public func endSequence() {
    if checkpoint.settings.tokens.window == 0 { session.reset() }
  }
}
