// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Compute
import Corpora
import Evaluation
package import Inference
import Layers
package import Models
import Subwords
import Text
import Threads
package import Training

/// The contents of a generator's `config.json`.
package typealias GeneratorRecord = TaskRecord<GeneratorSettings>

extension GeneratorSettings: SequenceTaskSettings {
  package static var settings: [Setting<GeneratorSettings>] {
    GeneratorConfiguration.settings.map { $0.at(\.model, "model") }
      + VectorConfiguration.settings.map { $0.at(\.vectors, "vectors") }
      + LabelledTextConfiguration.settings.map { $0.at(\.text, "text") }
  }

  package static func ofTraining<Record>(_ setting: Setting<Record>) -> Setting<Record>? {
    switch setting.key {
    case "batch_tokens", "scheduled_sampling": nil
    case "validation_metric":
      setting.limited(to: [ValidationMetric.bleu, .chrf, .perplexity].map(\.rawValue))
    default: setting
    }
  }

  package var language: String { tokenizer.language }
  package var parameterCount: Int { model.parameterCount }
  package var hasForgetGates: Bool { model.decoder.cell.hasForgetGates }
  package var invalidValue: InvalidValue? { model.invalidValue ?? text.outOfRange }

  package func uses(_ key: String) -> Bool { true }
}

/// Learns to write a text for a vector.
package struct GeneratorTask: LearningTask {
  package let model: SequenceGenerator
  private let data: GeneratorData

  init(_ data: GeneratorData, _ record: GeneratorRecord) {
    self.data = data
    model = SequenceGenerator(record.settings.model)
  }

  package var hasDevelopment: Bool { data.hasDevelopment }

  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    BatchPlan(
      examples: data.training.count, batchSize: configuration.batchSize,
      seed: configuration.seed, epoch: epoch)
  }

  package func examples(
    _ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64
  ) -> [GeneratorExample] {
    numbers.map { data.training[Int($0)] }
  }

  /// Scores weights in float32 products, whatever the precision of training.
  package func score(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<SequenceGenerator>
  ) -> Scores? {
    guard let development = data.development else { return nil }
    let weights = Weights(parameters, packing: model.packedForInference)
    let examples = (0..<development.count).map { development[$0] }
    let predictions = model.predictions(
      of: examples, batchSize: Self.scoringBatchSize, weights, engine.pool,
      workspace: engine.workspace)
    let (loss, tokens) = (predictions.totalLoss, predictions.count)
    let (values, onlyOutput) = outputScores(development, weights, engine)
    return Scores(
      loss: loss / Double(tokens),
      perplexity: perplexity(totalNegativeLogLikelihood: loss, tokens: tokens), values: values,
      onlyOutput: onlyOutput)
  }

  private static let scoringBatchSize = 64
  /// The maximum number of dev vectors to write texts for.
  private static let mostOutputs = 2000

  /// Scores the outputs of greedy search. Returns the output too if it is always the same, although
  /// the references differ.
  private func outputScores(
    _ development: GeneratorExamples, _ weights: Weights,
    _ engine: TrainingEngine<SequenceGenerator>
  ) -> (values: [String: Double], onlyOutput: String?) {
    var options = Translator.Options()
    // Twice the longest reference leaves room for long texts, and stops those that never end.
    options.maximumLength = min(2 * development.longest + 10, Limits.sentenceLength.upperBound)
    options.batchSize = Self.scoringBatchSize
    let codec = TokenCodec(data.vocabulary, merges: data.merges)
    let search = ParallelSearch(
      model, weights, options, forbidding: codec.forbiddenInOutput, engine.pool,
      (0..<engine.pool.count).map(engine.workspace))
    // Spread over the whole set, because neighbouring examples are often alike.
    let count = min(Self.mostOutputs, development.count)
    let sample = (0..<count).map { $0 * development.count / count }
    let found = search.run(sample.map { SearchInput(sources: [development.vector($0)]) })
    let outputs = found.map { text(of: $0[0].words) }
    let references = sample.map { development.texts[$0] }
    let isAlwaysSame = Set(outputs).count == 1 && Set(references).count > 1
    let tokenization = (try? Language(tag: data.tokenizer.language)).map(BLEU.Tokenization.init)
    let bleu = BLEU.corpus(
      hypotheses: outputs, references: references,
      options: BLEU.Options(tokenization: tokenization ?? .mteval13a))
    return (
      [
        ValidationMetric.bleu.rawValue: bleu.score,
        ValidationMetric.chrf.rawValue:
          ChrF.corpus(hypotheses: outputs, references: references).score,
      ], isAlwaysSame ? outputs[0] : nil
    )
  }

  private func text(of ids: [Int32]) -> String {
    var decoder = TextDecoder(data.configuration.unit, data.vocabulary)
    return ids.reduce(into: "") { $0 += decoder.text(adding: $1) } + decoder.remainingText()
  }
}

extension GeneratorData: SequenceTaskData {
  package var assets: SequenceAssets {
    SequenceAssets(vocabulary: vocabulary, merges: merges, vectorSize: vectorSize)
  }

  package func setReading(of settings: inout GeneratorSettings) {
    (settings.text, settings.tokenizer, settings.vectors) = (configuration, tokenizer, vectors)
  }

  package static func assets(of directory: String) throws -> SequenceAssets {
    let checkpoint = try GeneratorCheckpoint(directory: directory)
    return SequenceAssets(
      vocabulary: checkpoint.vocabulary, merges: checkpoint.merges,
      vectorSize: checkpoint.vectorSize)
  }

  package func task(_ record: GeneratorRecord) -> GeneratorTask { GeneratorTask(self, record) }
}
