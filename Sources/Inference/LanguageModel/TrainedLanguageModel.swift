// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
import Models
import Threads

/// The model in a checkpoint of a language model, of any kind.
enum TrainedLanguageModel: Sendable {
  case recurrent(LanguageModel, MappedParameters)
  case window(WindowModel, MappedParameters)
  case ngram(NGramModel)

  /// Reads the model. Its sizes must be those of `configuration`.
  ///
  /// - Throws: `CheckpointError`, `SafetensorsError`, `NGramModelError` or `FileError`.
  init(_ configuration: LanguageModelConfiguration, _ files: CheckpointFiles) throws {
    switch configuration.kind {
    case .recurrent:
      let model = LanguageModel(configuration)
      self = .recurrent(model, try MappedParameters(weightsOf: files, model.layout))
    case .window:
      let model = WindowModel(WindowModelConfiguration(configuration))
      self = .window(model, try MappedParameters(weightsOf: files, model.layout))
    case .ngram:
      self = .ngram(
        try NGramModel(
          contentsOf: files.model, order: configuration.order,
          vocabularySize: configuration.vocabularySize))
    }
  }

  var parameterCount: Int {
    switch self {
    case .recurrent(let model, _): model.layout.parameterCount
    case .window(let model, _): model.layout.parameterCount
    case .ngram(let model): model.ngramCount
    }
  }

  /// The weights and their layout; nil for an n-gram model.
  var network: (layout: ParameterLayout, parameters: MappedParameters)? {
    switch self {
    case .recurrent(let model, let parameters): (model.layout, parameters)
    case .window(let model, let parameters): (model.layout, parameters)
    case .ngram: nil
    }
  }

  /// The embeddings of all tokens, `[V, E]`; nil if the model has none.
  var embeddings: MatrixView? {
    switch self {
    case .recurrent(let model, let parameters): parameters[model.decoder.embedding.weight]
    case .window(let model, let parameters): model.embedding.map { parameters[$0.weight] }
    case .ngram: nil
    }
  }

  /// `start` is the token before a text.
  func predictors(_ workers: WorkerPool, start: Int32, quantized: Bool) -> PredictorPool {
    switch self {
    case .recurrent(let model, let parameters):
      let weights = model.inferenceWeights(parameters, quantized: quantized, workers)
      return PredictorPool(workers) {
        RecurrentPredictor(model, start: start, Pass(weights, Workspace()))
      }
    case .window(let model, let parameters):
      let weights = model.inferenceWeights(parameters, quantized: quantized, workers)
      return PredictorPool(workers) {
        WindowPredictor(model, start: start, Pass(weights, Workspace()))
      }
    case .ngram(let model): return PredictorPool(workers) { NGramPredictor(model, Workspace()) }
    }
  }

  /// `start` is the token before a text.
  func scorer(_ workers: WorkerPool, start: Int32, quantized: Bool) -> any SequenceScorer {
    let workspaces = (0..<workers.count).map { _ in Workspace() }
    switch self {
    case .recurrent(let model, let parameters):
      return RecurrentScorer(
        model, start: start, model.inferenceWeights(parameters, quantized: quantized, workers),
        workspaces)
    case .window(let model, let parameters):
      return WindowScorer(
        model, start: start, model.inferenceWeights(parameters, quantized: quantized, workers),
        workspaces)
    case .ngram(let model): return NGramScorer(model)
    }
  }
}
