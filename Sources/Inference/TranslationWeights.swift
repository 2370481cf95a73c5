// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Models
import Subwords
import Threads

/// The weights of a checkpoint or of an ensemble, laid out for translation.
///
/// Several translators can share them, each on a thread of its own:
///
///     let weights = try TranslationWeights([Checkpoint(directory: "checkpoints/eng-fra")])
///     let translators = try (0..<2).map { _ in try Translator(weights) }
public struct TranslationWeights: Sendable {
  /// A model of an ensemble.
  struct Member: Sendable {
    let checkpoint: Checkpoint
    let sourceCodec: TokenCodec
    let weights: Weights
  }

  let members: [Member]
  public let precision: Translator.Precision

  /// Lays out the weights of one checkpoint, or of the members of an ensemble, on `threads` threads.
  ///
  /// - Throws: `EnsembleError` if the languages or target vocabularies of an ensemble differ;
  ///   `ThreadError` if the system cannot start as many threads.
  public init(
    _ checkpoints: [Checkpoint], precision: Translator.Precision = .float32, threads: Int = 1
  ) throws {
    try self.init(checkpoints, precision, WorkerPool(count: threads))
  }

  init(
    _ checkpoints: [Checkpoint], _ precision: Translator.Precision, _ pool: WorkerPool
  ) throws(EnsembleError) {
    precondition(!checkpoints.isEmpty, "no checkpoint")
    try EnsembleError.check(checkpoints)
    self.precision = precision
    members = checkpoints.map {
      Member(
        checkpoint: $0, sourceCodec: $0.sourceCodec,
        weights: $0.model.translatingWeights(
          $0.parameters, quantized: precision == .int8, pool))
    }
  }
}
