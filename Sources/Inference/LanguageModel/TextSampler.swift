// SPDX-License-Identifier: Apache-2.0

import Subwords
import Threads

/// Writes text with a language model.
///
///     let sampler = try TextSampler(checkpoint: "checkpoints/shakespeare")
///     print(sampler.sample(after: "ROMEO:", length: 500))
///
/// Use a sampler from one thread at a time; it starts its own worker threads.
public final class TextSampler {
  public let checkpoint: LanguageModelCheckpoint
  private let codec: TextCodec
  private let pool: PredictorPool

  /// Reads the checkpoint in the directory `path`.
  ///
  /// - Throws: `CheckpointError`, `VocabularyError`, `SafetensorsError`, `FileError` or
  ///   `ThreadError`.
  public convenience init(checkpoint path: String, threads: Int = 1) throws {
    try self.init(LanguageModelCheckpoint(directory: path), threads: threads)
  }

  /// - Throws: `CheckpointError` if ICU does not know the checkpoint's language; `ThreadError`.
  public init(_ checkpoint: LanguageModelCheckpoint, threads: Int = 1) throws {
    self.checkpoint = checkpoint
    codec = try checkpoint.codec()
    pool = checkpoint.predictors(try WorkerPool(count: threads))
  }

  /// Returns a continuation of `text`, to be appended to it, of at most `length` units. Without `sampling`, it takes the
  /// most probable unit each time.
  public func sample(
    after text: String = "", length: Int, _ sampling: Sampling? = Sampling()
  ) -> String {
    samples(1, after: text, length: length, sampling)[0]
  }

  /// Returns several continuations of `text`. They do not depend on the number of threads.
  public func samples(
    _ count: Int, after text: String = "", length: Int, _ sampling: Sampling? = Sampling()
  ) -> [String] {
    var generator = TextGenerator(unitsOfText: length)
    generator.sampling = sampling
    let seed = SeedText(text, codec)
    return generator.continuations(of: seed.ids, samples: count, pool).map {
      seed.continuation(of: $0.tokens)
    }
  }
}
