// SPDX-License-Identifier: Apache-2.0

import Checkpoints
package import Compute
import Corpora
import Inference
package import Models
import Text
import Threads
package import Training

/// A window model as training sees it: with the token before a text.
package struct TextWindowModel: TrainableModel {
  package let network: WindowModel
  let start: Int32

  package var layout: ParameterLayout { network.layout }
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] { [] }
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    network.packedForInference
  }

  package func work(_ example: WindowExample) -> Int {
    example.predicted.count * network.multiplyAddsPerToken
  }

  package func batch(_ examples: [WindowExample], numbers: [UInt32]) -> WindowBatch {
    WindowBatch(
      examples, numbers: numbers, contextSize: network.configuration.contextSize,
      start: start)
  }

  package func predictions(_ batch: WindowBatch) -> Int { batch.targets.ids.count }

  package func lossAndGradient(
    _ batch: WindowBatch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    network.lossAndGradient(
      batch, scale: scale, labelSmoothing: objective.labelSmoothing, pass)
  }
}

/// Learns to predict each token of a text from a few before it, with a window model. An example is a
/// line or, in continuous text, as many tokens as the text's setting `window` says.
package struct WindowModelTask: LearningTask {
  package let model: TextWindowModel
  private let data: LanguageModelData

  /// - Throws: `TrainingError.invalidValue` if one-hot vectors take too much memory.
  init(_ data: LanguageModelData, _ record: LanguageModelRecord) throws(TrainingError) {
    self.data = data
    let configuration = WindowModelConfiguration(record.settings.model)
    model = TextWindowModel(network: WindowModel(configuration), start: data.start)
    let bytes = configuration.oneHotBytes(predicting: tokensPerWorker(record.training))
    if !Limits.oneHotBytes.contains(bytes) {
      throw .invalidValue(
        InvalidValue(
          "embedding_size", "0", .embeddings(bytes: bytes, limit: Limits.oneHotBytes.upperBound)))
    }
  }

  /// Returns the average number of tokens that a worker predicts in a step.
  private func tokensPerWorker(_ configuration: TrainingConfiguration) -> Int {
    let (batchSize, threads) = (configuration.batchSize, configuration.threads)
    let examples = min((batchSize + threads - 1) / threads, exampleCount)
    return examples * data.training.count / max(exampleCount, 1)
  }

  private var exampleCount: Int {
    let (text, window) = (data.training, data.configuration.window)
    return data.configuration.layout == .lines
      ? text.lineCount : (text.count + window - 1) / window
  }

  package var hasDevelopment: Bool { data.development != nil }

  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    BatchPlan(
      examples: exampleCount, batchSize: configuration.batchSize, seed: configuration.seed,
      epoch: epoch)
  }

  package func examples(
    _ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64
  ) -> [WindowExample] {
    let places = numbers.map { self.places(ofExample: Int($0)) }
    let texts = data.training.tokens(places.map { $0.context..<$0.predicted.upperBound })
    return zip(places, texts).map { places, text in
      WindowExample(
        text: text, predicted: places.predicted.lowerBound - places.context..<text.count)
    }
  }

  /// Returns the places of the tokens to predict, and the first place that the model looks at.
  private func places(ofExample number: Int) -> (context: Int, predicted: Range<Int>) {
    switch data.configuration.layout {
    case .lines:
      let predicted = data.training.places(ofSequence: number)
      return (predicted.lowerBound, predicted)
    case .continuous:
      let window = data.configuration.window
      let start = number * window
      return (
        max(0, start - model.network.configuration.contextSize),
        start..<min(start + window, data.training.count)
      )
    }
  }

  /// Scores weights in float32 products, whatever the precision of training.
  package func score(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<TextWindowModel>
  ) -> Scores? {
    let network = engine.model.network
    return data.developmentScores(
      WindowScorer(
        network, start: data.start,
        Weights(parameters, packing: network.packedForInference),
        (0..<engine.pool.count).map(engine.workspace)), engine.pool)
  }

  package func sample(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<TextWindowModel>, step: Int
  ) -> String? {
    let network = engine.model.network
    let weights = Weights(parameters, packing: network.packedForInference)
    return data.sample(
      WindowPredictor(
        network, start: data.start, Pass(weights, Workspace())), step: step)
  }
}
