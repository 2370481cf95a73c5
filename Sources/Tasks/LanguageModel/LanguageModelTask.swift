// SPDX-License-Identifier: Apache-2.0

package import Compute
import Corpora
import Inference
package import Layers
package import Models
import Text
import Threads
package import Training

/// A window of a stream of text, or a line.
package struct TextExample: Sendable {
  let text: LanguageModelExample
  /// The stream, whose state is carried on; nil for a line.
  let stream: UInt32?

  package init(text: LanguageModelExample, stream: UInt32?) {
    self.text = text
    self.stream = stream
  }
}

/// A recurrent language model as training sees it: with the states of the streams.
package struct StreamedLanguageModel: TrainableModel {
  package let network: LanguageModel
  package let carried: ParameterLayout

  /// `streams` is 0 if no state is carried on.
  package init(_ network: LanguageModel, streams: Int) {
    self.network = network
    carried =
      streams == 0 ? ParameterLayout() : network.decoder.stack.carriedLayout(streams: streams)
  }

  package var layout: ParameterLayout { network.layout }
  package var packedForTraining: [(ParameterSlot, Weights.Orientation)] {
    network.packedForTraining
  }
  package var packedForInference: [(ParameterSlot, Weights.Orientation)] {
    network.packedForInference
  }

  package func work(_ example: TextExample) -> Int {
    example.text.length * network.multiplyAddsPerToken
  }

  package func batch(_ examples: [TextExample], numbers: [UInt32]) -> LanguageModelBatch {
    LanguageModelBatch(
      examples.map(\.text), numbers: zip(examples, numbers).map { $0.stream ?? $1 })
  }

  package func predictions(_ batch: LanguageModelBatch) -> Int { batch.targets.count }

  package func lossAndGradient(
    _ batch: LanguageModelBatch, scale: Float, _ objective: TrainingObjective, _ pass: Pass,
    carried: ParameterBuffer
  ) -> Double {
    let (isStreamed, stack) = (!self.carried.entries.isEmpty, network.decoder.stack)
    let states =
      isStreamed ? stack.states(of: batch.numbers, in: carried, pass.arena) : nil
    let (loss, finalStates) = network.lossAndGradient(
      batch, scale: scale, objective: objective, carried: states, pass)
    if isStreamed { stack.store(finalStates, of: batch.numbers, in: carried) }
    return loss
  }
}

/// Learns to predict each token of a text from all before it, with a recurrent model.
package struct LanguageModelTask: LearningTask {
  package let model: StreamedLanguageModel
  private let data: LanguageModelData
  /// Nil if each line is a text of its own.
  private let streams: StreamPlan?

  /// - Throws: `RunningTextError.tooShort` if the text has less than a window for each stream.
  init(_ data: LanguageModelData, _ record: LanguageModelRecord) throws(RunningTextError) {
    self.data = data
    let network = LanguageModel(record.settings.model)
    switch data.configuration.layout {
    case .continuous:
      let batchSize = record.training.batchSize
      streams = try StreamPlan(
        tokens: data.training.count, streams: batchSize, window: data.configuration.window)
      let isCarried = data.configuration.resetState == .never
      model = StreamedLanguageModel(network, streams: isCarried ? batchSize : 0)
    case .lines:
      streams = nil
      model = StreamedLanguageModel(network, streams: 0)
    }
  }

  package var hasDevelopment: Bool { data.development != nil }

  package func plan(epoch: Int, _ configuration: TrainingConfiguration) -> BatchPlan {
    if let streams { return streams.batchPlan }
    return BatchPlan(
      examples: data.training.lineCount, batchSize: configuration.batchSize,
      seed: configuration.seed, epoch: epoch)
  }

  package func examples(
    _ numbers: ArraySlice<UInt32>, epoch: Int, seed: UInt64
  ) -> [TextExample] {
    guard let streams else {
      return data.training.tokens(numbers.map { data.training.places(ofLine: Int($0)) }).map {
        TextExample(text: LanguageModelExample($0, startsAfresh: true), stream: nil)
      }
    }
    let places = numbers.map { streams.place(ofExample: Int($0)) }
    let tokens = data.training.tokens(
      places.map { streams.places(stream: $0.stream, window: $0.window) })
    let isReset = data.configuration.resetState == .window
    return zip(places, tokens).map { place, tokens in
      TextExample(
        text: LanguageModelExample(tokens, startsAfresh: isReset || place.window == 0),
        stream: UInt32(place.stream))
    }
  }

  /// Scores weights in float32 products, whatever the precision of training.
  package func score(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<StreamedLanguageModel>
  ) -> Scores? {
    let network = engine.model.network
    return data.developmentScores(
      RecurrentScorer(
        network, start: data.start,
        Weights(parameters, packing: network.packedForInference),
        (0..<engine.pool.count).map(engine.workspace)), engine.pool)
  }

  package func sample(
    _ parameters: ParameterBuffer, _ engine: TrainingEngine<StreamedLanguageModel>, step: Int
  ) -> String? {
    let network = engine.model.network
    let weights = Weights(parameters, packing: network.packedForInference)
    return data.sample(
      RecurrentPredictor(
        network, start: data.start, Pass(weights, Workspace())), step: step)
  }
}

extension StreamPlan {
  /// The batches of an epoch: a window of every stream each.
  var batchPlan: BatchPlan { BatchPlan(inOrder: windows * streams, batchSize: streams) }
}

extension StreamedLanguageModel: StateGradientModel {
  package var observedLayers: [ObservedLayer] {
    network.decoder.stack.observedLayers(inBothDirections: false)
  }

  package func observedLengths(_ batch: LanguageModelBatch) -> PackedLengths {
    batch.tokens.lengths
  }

  package func observedSteps(_ example: TextExample) -> Int { example.text.length }
}
