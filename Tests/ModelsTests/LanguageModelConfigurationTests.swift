// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Foundation
import Layers
import Models
import TestSupport
import Testing

@Suite struct LanguageModelConfigurationTests {
  @Test func missingKeysTakeTheirDefaults() throws {
    let read = try JSONDecoder().decode(
      LanguageModelConfiguration.self, from: Data(#"{"vocabulary_size": 65}"#.utf8))
    #expect(read == LanguageModelConfiguration(vocabularySize: 65))
    #expect(read.kind == .recurrent && read.order == 5)
    #expect((read.embeddingSize, read.hiddenSize, read.layers) == (256, 512, 1))
    #expect((read.dropout, read.outputDropout, read.wordDropout) == (0, 0, 0))
    #expect(read.cell == .lstm && !read.layerNorm && !read.residual && !read.tiedEmbeddings)
    #expect(!read.variationalDropout && !read.learnedInitialState)
  }

  @Test func keysAreInSnakeCase() throws {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 65, embeddingSize: 48, hiddenSize: 48, layers: 3, dropout: 0.25,
      outputDropout: 0.5)
    configuration.cell = .gru
    configuration.layerNorm = true
    configuration.residual = true
    configuration.tiedEmbeddings = true
    configuration.variationalDropout = true
    configuration.wordDropout = 0.125
    configuration.learnedInitialState = true
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = try encoder.encode(configuration)
    #expect(
      String(decoding: written, as: UTF8.self) == """
        {"cell":"gru","dropout":0.25,"embedding_size":48,"hidden_size":48,"layer_norm":true,\
        "layers":3,"learned_initial_state":true,"model":"recurrent","output_dropout":0.5,\
        "residual":true,"tie_embeddings":true,"variational_dropout":true,"vocabulary_size":65,"word_dropout":0.125}
        """)
    #expect(
      try JSONDecoder().decode(LanguageModelConfiguration.self, from: written) == configuration)
  }

  @Test(arguments: [
    (
      LanguageModelKind.window,
      #"{"dropout":0.5,"embedding_size":8,"hidden_size":0,"model":"window","order":3,"vocabulary_size":9}"#
    ), (.ngram, #"{"model":"ngram","order":3,"vocabulary_size":9}"#),
  ])
  func onlyTheKeysOfTheKindAreWritten(kind: LanguageModelKind, json: String) throws {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 9, embeddingSize: 8, hiddenSize: 0, dropout: 0.5)
    (configuration.kind, configuration.order) = (kind, 3)
    configuration.layerNorm = true
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(configuration), as: UTF8.self) == json)
    let read = try JSONDecoder().decode(LanguageModelConfiguration.self, from: Data(json.utf8))
    #expect((read.kind, read.order, read.vocabularySize) == (kind, 3, 9))
    #expect(!read.layerNorm)
  }

  @Test func rangesDependOnTheKind() {
    func expect(
      _ kind: LanguageModelKind, _ invalid: InvalidValue?,
      sourceLocation: SourceLocation = #_sourceLocation,
      _ change: (inout LanguageModelConfiguration) -> Void
    ) {
      var configuration = LanguageModelConfiguration(vocabularySize: 9)
      configuration.kind = kind
      change(&configuration)
      #expect(configuration.invalidValue == invalid, sourceLocation: sourceLocation)
    }
    for kind in LanguageModelKind.allCases {
      expect(kind, nil) { _ in }
      expect(kind, InvalidValue("vocabulary_size", "0", .range(1...1 << 24))) {
        $0.vocabularySize = 0
      }
    }
    for key in [\LanguageModelConfiguration.embeddingSize, \.hiddenSize] {
      let name = key == \.hiddenSize ? "hidden_size" : "embedding_size"
      for size in [-1, 0, 65_537] {
        expect(.recurrent, InvalidValue(name, "\(size)", .range(1...65_536))) {
          $0[keyPath: key] = size
        }
        expect(.ngram, nil) { $0[keyPath: key] = size }
      }
      for size in [-1, 65_537] {
        expect(.window, InvalidValue(name, "\(size)", .range(0...65_536))) {
          $0[keyPath: key] = size
        }
      }
      expect(.window, nil) { $0[keyPath: key] = 0 }
    }
    for order in [-1, 0, 17, 1001] {
      expect(.recurrent, nil) { $0.order = order }
      expect(.ngram, InvalidValue("order", "\(order)", .range(1...16))) { $0.order = order }
    }
    for order in [-1, 0, 1001] {
      expect(.window, InvalidValue("order", "\(order)", .range(1...1000))) { $0.order = order }
    }
    expect(.window, nil) { $0.order = 1000 }
  }

  @Test func contradictionsDependOnTheKind() {
    var configuration = LanguageModelConfiguration(vocabularySize: 9)
    configuration.tiedEmbeddings = true
    #expect(
      configuration.invalidValue
        == InvalidValue(
          "tie_embeddings", "true", .untied(as: "false", embeddingSize: 256, hiddenSize: 512)))
    configuration.kind = .window
    #expect(configuration.invalidValue == nil)
  }

  @Test func thereAreAtMost2To36Parameters() {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 1 << 24, embeddingSize: 1, hiddenSize: 1 << 16)
    func expect(_ key: String, _ value: String, count: Int) {
      #expect(
        configuration.invalidValue
          == InvalidValue(key, value, .fewerParameters(count: count, limit: 1 << 36)))
    }
    expect("hidden_size", "65536", count: configuration.parameterCount)
    configuration.kind = .window
    configuration.order = 1000
    let (words, hidden) = (1 << 24, 1 << 16)
    expect("hidden_size", "65536", count: words + 1001 * hidden + (hidden + 1) * words)
    (configuration.embeddingSize, configuration.hiddenSize) = (0, 0)
    expect("order", "1000", count: (1000 * words + 1) * words)
    configuration.kind = .ngram
    configuration.order = 5
    #expect(configuration.invalidValue == nil && configuration.parameterCount == 0)
  }

  @Test func parametersHavePyTorchsNames() {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 9, embeddingSize: 4, hiddenSize: 5, layers: 2)
    func entries() -> [String] {
      LanguageModel(configuration).layout.entries.map { "\($0.name) \($0.shape)" }
    }
    let lstm = [
      "embedding.weight [9, 4]", "lstm.weight_ih_l0 [20, 4]", "lstm.weight_hh_l0 [20, 5]",
      "lstm.bias_ih_l0 [20]", "lstm.weight_ih_l1 [20, 5]", "lstm.weight_hh_l1 [20, 5]",
      "lstm.bias_ih_l1 [20]", "output.weight [9, 5]", "output.bias [9]",
    ]
    #expect(entries() == lstm)
    #expect(configuration.parameterCount == 36 + 80 + 100 + 20 + 100 + 100 + 20 + 45 + 9)
    #expect(LanguageModel(configuration).multiplyAddsPerToken == 80 + 3 * 100 + 45)
    configuration.learnedInitialState = true
    #expect(
      entries() == lstm + [
        "initial_state.hidden_l0 [5]", "initial_state.cell_l0 [5]", "initial_state.hidden_l1 [5]",
        "initial_state.cell_l1 [5]",
      ])
    configuration.layers = 1
    configuration.embeddingSize = 5
    configuration.tiedEmbeddings = true
    for (cell, module) in [(.gru, "gru"), (.tanh, "rnn"), (.relu, "rnn"), (.sigmoid, "rnn")]
      as [(RecurrentCell, String)]
    {
      configuration.cell = cell
      let names = LanguageModel(configuration).layout.entries.map(\.name)
      #expect(
        names.filter { !$0.contains("bias_hh") } == [
          "embedding.weight", "\(module).weight_ih_l0", "\(module).weight_hh_l0",
          "\(module).bias_ih_l0", "output.bias", "initial_state.hidden_l0",
        ])
    }
  }
}

@Suite struct LanguageModelInitialWeightsTests {
  private func parameters(
    seed: UInt64, _ change: (inout LanguageModelConfiguration) -> Void
  ) -> (LanguageModel, ParameterBuffer) {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 50, embeddingSize: 25, hiddenSize: 25, layers: 2)
    change(&configuration)
    let model = LanguageModel(configuration)
    return (model, model.initialParameters(seed: seed, embeddingDeviation: 0.5))
  }

  @Test func aSeedGivesTheSameBits() {
    let elements = [5, 5, 6].map { parameters(seed: $0) { _ in }.1.elements }
    expectSameBits(elements[0], elements[1], "the same seed")
    #expect(elements[0] != elements[2])
  }

  /// All weights except the embeddings are uniform in ±1/√25, as in `torch.nn`.
  @Test func weightsAreAsInPyTorch() {
    let (model, parameters) = parameters(seed: 5) { _ in }
    for layer in model.decoder.stack.layers {
      for slot in [layer.hiddenWeight, layer.inputWeight, layer.bias] {
        let largest = parameters.values(slot).map(abs).max() ?? 0
        #expect(largest > 0.95 * 0.2 && largest <= 0.2)
      }
    }
  }

  @Test func tiedEmbeddingsAreAsSmallAsAnOutputLayer() {
    let deviations = [false, true].map { tied in
      let (model, parameters) = parameters(seed: 5) { $0.tiedEmbeddings = tied }
      let values = parameters.values(model.decoder.embedding.weight)
      return (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
    }
    #expect(abs(deviations[0] - 0.5) < 0.05 && abs(deviations[1] - 0.1) < 0.01)
  }

  /// A learned initial state starts at zero and leaves the other weights as they are.
  @Test func initialStatesAreZero() {
    let (model, plain) = parameters(seed: 5) { _ in }
    let (learnedModel, learned) = parameters(seed: 5) { $0.learnedInitialState = true }
    for (index, entry) in learnedModel.layout.entries.enumerated() {
      let values = learned.values(entry.slot)
      if index < model.layout.entries.count {
        #expect(values == plain.values(model.layout.entries[index].slot), "\(entry.name)")
      } else {
        #expect(values.allSatisfy { $0 == 0 }, "\(entry.name)")
      }
    }
    #expect(learnedModel.layout.entries.count == model.layout.entries.count + 4)
  }
}
