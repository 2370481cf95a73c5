// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// A kind of language model.
struct LanguageModelCase: Sendable, CustomTestStringConvertible {
  let name: String
  let change: @Sendable (inout LanguageModelConfiguration) -> Void

  private init(
    _ name: String, _ change: @escaping @Sendable (inout LanguageModelConfiguration) -> Void
  ) {
    self.name = name
    self.change = change
  }

  var testDescription: String { name }

  static let all =
    golden + [
      LanguageModelCase("relu") { $0.cell = .relu },
      LanguageModelCase("sigmoid") { $0.cell = .sigmoid },
      LanguageModelCase("normalized_tanh") {
        $0.cell = .tanh
        $0.layerNorm = true
      },
      LanguageModelCase("residual") {
        $0.residual = true
        $0.layers = 3
      },
      LanguageModelCase("variational_dropout") {
        $0.variationalDropout = true
        $0.layers = 2
      },
      LanguageModelCase("word_dropout") { $0.wordDropout = 0.4 },
      LanguageModelCase("much") {
        $0.cell = .gru
        $0.layerNorm = true
        $0.layers = 3
        $0.residual = true
        $0.embeddingSize = 5
        $0.tiedEmbeddings = true
        $0.variationalDropout = true
        $0.learnedInitialState = true
      },
    ]

  /// The cases of `Goldens/language_models`.
  static let golden = [
    LanguageModelCase("lstm") { $0.layers = 2 },
    LanguageModelCase("gru") { $0.cell = .gru },
    LanguageModelCase("tanh") { $0.cell = .tanh },
    LanguageModelCase("tied") {
      $0.embeddingSize = 5
      $0.tiedEmbeddings = true
    },
    LanguageModelCase("learned_lstm") {
      $0.learnedInitialState = true
      $0.layers = 2
    },
    LanguageModelCase("learned_gru") {
      $0.learnedInitialState = true
      $0.cell = .gru
    },
    LanguageModelCase("learned_tanh") {
      $0.learnedInitialState = true
      $0.cell = .tanh
    },
    LanguageModelCase("normalized_lstm") {
      $0.learnedInitialState = true
      $0.layerNorm = true
    },
    LanguageModelCase("normalized_gru") {
      $0.cell = .gru
      $0.layerNorm = true
    },
  ]

  /// Returns the model with the sizes of the golden files.
  func model(dropout: Float = 0) -> LanguageModel {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 9, embeddingSize: 4, hiddenSize: 5, dropout: dropout, outputDropout: dropout)
    change(&configuration)
    return LanguageModel(configuration)
  }
}

/// A small language model with random weights and random carried states.
struct ToyLanguageModel {
  let model: LanguageModel
  let parameters: ParameterBuffer
  let carried: ParameterBuffer

  static let streams = 8

  init(_ kind: LanguageModelCase, dropout: Float = 0) {
    model = kind.model(dropout: dropout)
    var generator = SeededGenerator(seed: 5)
    func random(_ layout: ParameterLayout) -> ParameterBuffer {
      let buffer = ParameterBuffer(layout)
      for entry in layout.entries {
        buffer.setValues(generator.floats(entry.slot.rows * entry.slot.columns), of: entry.slot)
      }
      return buffer
    }
    parameters = random(model.layout)
    carried = random(model.decoder.stack.carriedLayout(streams: Self.streams))
  }

  /// Returns `count` random tokens.
  func tokens(_ count: Int, seed: UInt64) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Int32.random(in: 0..<Int32(model.configuration.vocabularySize), using: &generator)
    }
  }

  /// Returns a batch of sequences with random tokens, of which those at `fresh` start afresh. Their
  /// numbers are those of the streams `numbers`.
  func batch(_ lengths: [Int], numbers: [UInt32], fresh: Set<Int> = []) -> LanguageModelBatch {
    LanguageModelBatch(
      lengths.enumerated().map { place, length in
        LanguageModelExample(
          tokens(length + 1, seed: UInt64(place + 1))[...], startsAfresh: fresh.contains(place))
      }, numbers: numbers)
  }
}
