// SPDX-License-Identifier: Apache-2.0

import Compute
import Inference
import Models
import TestSupport
import Testing

/// A small language model with random weights or counts.
struct TinyLanguageModel {
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case lstm, gru, residual, ngram, window

    var testDescription: String { rawValue }
  }

  private enum Model {
    case recurrent(LanguageModel, Weights)
    case ngram(NGramModel)
    case window(WindowModel, Weights)
  }

  /// The token before a text.
  static let start: Int32 = 0
  let words: Int
  private let model: Model

  init(_ kind: Kind, words: Int = 5, seed: UInt64 = 1) {
    self.words = words
    var generator = SeededGenerator(seed: seed)
    switch kind {
    case .lstm, .gru, .residual:
      var configuration = LanguageModelConfiguration(
        vocabularySize: words, embeddingSize: 4, hiddenSize: 7, layers: kind == .lstm ? 1 : 2)
      configuration.cell = kind == .gru ? .gru : .lstm
      configuration.residual = kind == .residual
      configuration.learnedInitialState = kind != .gru
      let model = LanguageModel(configuration)
      let parameters = Self.random(model.layout, &generator)
      self.model = .recurrent(model, Weights(parameters, packing: model.packedForInference))
    case .ngram:
      let text = (0..<200).map { _ in
        let draws = (0..<2).map { _ in Int32.random(in: 0..<Int32(words), using: &generator) }
        return min(draws[0], draws[1])
      }
      model = .ngram(
        NGramModel(
          order: 3, vocabularySize: words, beginning: [Self.start], sequences: [text[...]]))
    case .window:
      let model = WindowModel(
        WindowModelConfiguration(
          vocabularySize: words, contextSize: 2, embeddingSize: 3, hiddenSize: 6))
      let parameters = Self.random(model.layout, &generator)
      self.model = .window(model, Weights(parameters, packing: model.packedForInference))
    }
  }

  private static func random(
    _ layout: ParameterLayout, _ generator: inout SeededGenerator
  ) -> ParameterBuffer {
    let parameters = ParameterBuffer(layout)
    for entry in layout.entries {
      let count = entry.slot.rows * entry.slot.columns
      parameters.setValues(generator.floats(count, range: 1.5), of: entry.slot)
    }
    return parameters
  }

  func predictor() -> any TokenPredictor {
    let workspace = Workspace()
    switch model {
    case .recurrent(let model, let weights):
      return RecurrentPredictor(model, start: Self.start, Pass(weights, workspace))
    case .ngram(let model): return NGramPredictor(model, workspace)
    case .window(let model, let weights):
      return WindowPredictor(model, start: Self.start, Pass(weights, workspace))
    }
  }

  /// `window` is that of the recurrent models.
  func scorer(workers: Int = 1, window: Int = 4096) -> any SequenceScorer {
    let workspaces = (0..<workers).map { _ in Workspace() }
    switch model {
    case .recurrent(let model, let weights):
      return RecurrentScorer(model, start: Self.start, weights, workspaces, window: window)
    case .ngram(let model): return NGramScorer(model)
    case .window(let model, let weights):
      return WindowScorer(model, start: Self.start, weights, workspaces)
    }
  }

  /// Returns the negative log-likelihood of each token of `sequence`, as computed in training.
  func losses(_ sequence: [Int32]) -> [Float] {
    let workspace = Workspace()
    if sequence.isEmpty { return [] }
    switch model {
    case .recurrent(let model, let weights):
      let example = LanguageModelExample(([Self.start] + sequence)[...], startsAfresh: true)
      return model.losses(
        LanguageModelBatch([example], numbers: [0]), Pass(weights, workspace)
      ).losses
    case .ngram(let model): return model.losses(of: sequence)
    case .window(let model, let weights):
      let batch = WindowBatch(
        [WindowExample(sequence[...])], numbers: [0], contextSize: 2, start: Self.start)
      return model.losses(batch, Pass(weights, workspace))
    }
  }

  /// Returns the log-probability of `tokens` after `prefix`, as computed in training.
  func logProbability(of tokens: [Int32], after prefix: [Int32]) -> Double {
    -losses(prefix + tokens).dropFirst(prefix.count).reduce(0) { $0 + Double($1) }
  }

  func text(_ count: Int, seed: UInt64) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int32.random(in: 0..<Int32(words), using: &generator) }
  }
}

/// Returns all sequences of `count` of `tokens`.
func allSequences(_ count: Int, of tokens: [Int32]) -> [[Int32]] {
  (0..<count).reduce(into: [[]]) { found, _ in
    found = found.flatMap { start in tokens.map { start + [$0] } }
  }
}
