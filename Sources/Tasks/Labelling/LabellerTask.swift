// SPDX-License-Identifier: Apache-2.0

package import Checkpoints
package import Compute
import Corpora
import Evaluation
package import Inference
import Layers
package import Models
import Text
import Threads
public import Training

/// The contents of a labeller's `config.json`.
package typealias LabellerRecord = TaskRecord<LabellerSettings>

extension LabellerSettings: SequenceTaskSettings {
  package static var settings: [Setting<LabellerSettings>] {
    LabellerConfiguration.settings.map { $0.at(\.model, "model") }
      + LabelledTokensConfiguration.settings.map { $0.at(\.tokens, "tokens") }
      + VectorConfiguration.settings.map { $0.at(\.vectors, "vectors") }
  }

  /// The streams of a text that is read in windows depend on the batch size.
  package static func ofTraining<Record>(_ setting: Setting<Record>) -> Setting<Record>? {
    switch setting.key {
    case "batch_tokens", "scheduled_sampling": nil
    case "batch_size": setting.fixed(.orderOfData)
    case "validation_metric":
      setting.limited(
        to: [ValidationMetric.accuracy, .macroF1, .entityF1, .perplexity].map(\.rawValue))
    default: setting
    }
  }

  package var language: String { "und" }
  package var parameterCount: Int { model.parameterCount }
  package var hasForgetGates: Bool { model.encoder.cell.hasForgetGates }

  package var invalidValue: InvalidValue? {
    if let value = model.invalidValue ?? tokens.outOfRange(where: uses) { return value }
    guard tokens.window > 0, model.encoder.bidirectional != .none else { return nil }
    return InvalidValue("window", "\(tokens.window)", .zeroWithTwoDirections)
  }

}

extension ValidationMetric {
  /// The F1 score of entities, if the labels mark them.
  public static let entityF1 = ValidationMetric(rawValue: "entity_f1")
}

/// Learns to predict the label of each token or vector of a sequence.
package struct LabellerTask: LearningTask {
  package let model: SequenceLabeller
  private let data: LabellerData
  /// The streams into which the sequences, one after another, are folded; nil if each is read whole.
  private let streams: StreamPlan?

  /// - Throws: `RunningTextError.tooShort` if there is less than a window for each stream.
  init(_ data: LabellerData, _ record: LabellerRecord) throws(RunningTextError) {
    self.data = data
    let window = record.settings.tokens.window
    streams =
      window == 0
      ? nil
      : try StreamPlan(
        tokens: data.examples.training.steps + 1, streams: record.training.batchSize, window: window
      )
    model = SequenceLabeller(record.settings.model, streams: streams?.streams ?? 0)
  }

  package var hasDevelopment: Bool { data.hasDevelopment }

  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    if let streams { return streams.batchPlan }
    return BatchPlan(
      examples: data.examples.training.count, batchSize: configuration.batchSize,
      seed: configuration.seed, epoch: epoch)
  }

  package func examples(
    _ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64
  ) -> [SequenceLabeller.Example] {
    numbers.map { number in
      guard let streams else {
        return example(data.examples.training.steps(ofSequence: Int(number)))
      }
      let (stream, window) = streams.place(ofExample: Int(number))
      return example(
        streams.places(stream: stream, window: window).dropLast(), stream: UInt32(stream),
        startsAfresh: window == 0)
    }
  }

  private func example(
    _ steps: Range<Int>, stream: UInt32? = nil, startsAfresh: Bool = true
  ) -> SequenceLabeller.Example {
    let labels = data.examples.training.labels[steps].map { label in
      guard let label else { preconditionFailure("the labels are those of the training data") }
      return label
    }
    return SequenceLabeller.Example(
      data.examples.training.sequence(steps), labels: labels, stream: stream,
      startsAfresh: startsAfresh)
  }

  /// Scores weights in float32 products, whatever the precision of training.
  package func score(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<SequenceLabeller>
  ) -> Scores? {
    guard let development = data.examples.development else { return nil }
    let weights = Weights(parameters, packing: model.packedForInference)
    let sequences = (0..<development.count).map(development.sequence)
    let found: [[[Float]]]
    if streams == nil {
      let scorer = LabelScorer(model, weights, (0..<engine.pool.count).map(engine.workspace))
      found = scorer.logProbabilities(of: sequences, engine.pool)
    } else {
      let session = LabellerSession(model, weights, engine.workspace(0))
      found = sequences.map(session.logProbabilities)
    }
    return developmentScores(found, development)
  }

  private func developmentScores(_ found: [[[Float]]], _ development: SequenceExamples) -> Scores {
    let predicted = found.map { $0.map(data.labels.best) }
    let references = (0..<development.count).map { number in
      development.labels[development.steps(ofSequence: number)].map(data.labels.name)
    }
    let labels = ClassificationScores(
      Array(predicted.joined()), references: Array(references.joined()))
    var values = [
      ValidationMetric.accuracy.rawValue: labels.accuracy,
      ValidationMetric.macroF1.rawValue: labels.macroF1,
    ]
    if EntityScores.areEntities(data.labels.names) {
      values[ValidationMetric.entityF1.rawValue] =
        EntityScores(predicted, references: references).total.f1
    }
    return scores(Array(found.joined()), labels: development.labels, values: values)
  }
}

extension LabellerData: SequenceTaskData {
  package func setReading(of settings: inout LabellerSettings) {
    (settings.tokens, settings.vectors) = (configuration, vectors)
  }

  package static func assets(of directory: String) throws -> SequenceAssets {
    try LabellerCheckpoint(directory: directory).assets
  }

  package func task(_ record: LabellerRecord) throws -> LabellerTask {
    try LabellerTask(self, record)
  }
}
