// SPDX-License-Identifier: Apache-2.0

import Checkpoints
package import Compute
import Corpora
import Layers
package import Models
import Subwords
import Text
package import Threads

/// A text that a generator has written for a vector.
public struct GeneratedText: Sendable, Equatable {
  public let text: String
  /// True if the text was cut off at the maximum length.
  public let isCut: Bool
  /// Nil if no option asked for it (see `Translator.Options.computesScores`).
  public let score: Translation.Score?
}

/// Writes texts for vectors with a trained model.
///
///     let generator = try Generator(GeneratorCheckpoint(directory: "checkpoints/scenes"))
///     print(generator.generate([[0, 1, 0.5]])[0][0].text)
///
/// Use it from one thread at a time; it starts its own worker threads.
public final class Generator {
  public let checkpoint: GeneratorCheckpoint
  public let options: Translator.Options
  private let codec: TextCodec
  private let pool: WorkerPool
  private let weights: Weights
  private let search: ParallelSearch<GeneratorSession>

  /// Creates a generator. Those of the options that concern a source text, such as the coverage
  /// penalty, have no effect.
  ///
  /// - Throws: `CheckpointError` for a language that ICU does not know, or `ThreadError`.
  public init(
    _ checkpoint: GeneratorCheckpoint, options: Translator.Options = Translator.Options()
  ) throws {
    options.check()
    self.checkpoint = checkpoint
    self.options = options
    codec = try checkpoint.codec()
    pool = try WorkerPool(count: options.threads)
    weights = checkpoint.model.inferenceWeights(
      checkpoint.parameters, quantized: options.precision == .int8, pool)
    search = ParallelSearch(
      checkpoint.model, weights, options, forbidding: codec.codec.forbiddenInOutput, pool,
      (0..<options.threads).map { _ in Workspace() })
  }

  /// Returns the texts for each vector, the best first: `Translator.Options.hypotheses` of them, or
  /// fewer if the search found fewer. The vectors must have the size that the model reads.
  public func generate(_ vectors: [[Float]]) -> [[GeneratedText]] {
    generate(vectors.enumerated().map { (number: $0 + 1, vector: $1) })
  }

  /// The same, for vectors with numbers on which samples depend.
  public func generate(_ vectors: [(number: Int, vector: [Float])]) -> [[GeneratedText]] {
    let inputs = vectors.map { number, vector in
      SearchInput(sources: [prepared(vector)], line: number)
    }
    return search.run(inputs).map { $0.map(written) }
  }

  /// Returns the likelihood of each of `texts` as the text for the same place of `vectors`.
  public func likelihood(_ vectors: [[Float]], of texts: [String]) -> Likelihood {
    precondition(vectors.count == texts.count, "a text for each vector")
    let examples = zip(vectors, texts).map { vector, text in
      let ids = codec.ids(of: text).prefix(options.maximumSourceLength)
      return GeneratorExample(prepared(vector), words: ids)
    }
    let predictions = checkpoint.model.predictions(
      of: examples, batchSize: options.batchSize, weights, pool
    ) { [search] in search.workspace($0) }
    return Likelihood(
      totalNegativeLogLikelihood: predictions.totalLoss, tokens: predictions.count,
      correctTokens: predictions.count { $0.isCorrect }, cutReferences: 0)
  }

  private func prepared(_ vector: [Float]) -> [Float] {
    precondition(vector.count == checkpoint.vectorSize, "a vector of another size")
    return checkpoint.settings.vectors.prepared(vector[...])
  }

  private func written(_ found: Hypothesis) -> GeneratedText {
    let score = Translation.Score(
      logProbability: found.logProbability, units: checkpoint.vocabulary.tokens(of: found.words),
      logProbabilities: found.logProbabilities, total: options.ranking.score(found))
    return GeneratedText(
      text: codec.text(of: found.words), isCut: !found.isFinished,
      score: found.logProbabilities.isEmpty ? nil : score)
  }
}

extension GeneratorExample {
  /// `words` are without the start and end tokens.
  package init(_ vector: [Float], words: some Collection<Int32>) {
    let markers = SentenceMarkers.standard
    self.init(vector, tokens: [markers.start] + words + [markers.end])
  }
}

extension ParallelSearch<GeneratorSession> {
  /// Creates a search for texts. Worker w of `pool` computes in `workspaces[w]`.
  package init(
    _ model: SequenceGenerator, _ weights: Weights, _ options: Translator.Options,
    forbidding forbidden: [Int32], _ pool: WorkerPool, _ workspaces: [Workspace]
  ) {
    self.init(
      workspaces.map { Ensemble([GeneratorSession(model, Pass(weights, $0))], $0) }, options,
      forbidding: forbidden, vocabularySize: model.configuration.decoder.vocabularySize,
      keepsSources: false, pool)
  }
}
