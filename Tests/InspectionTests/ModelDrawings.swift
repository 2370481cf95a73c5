// SPDX-License-Identifier: Apache-2.0

import Inspection
import Layers
import Models

/// Drawings of models of every kind, with the number of parameters of each.
enum ModelDrawings {
  struct Sample: Sendable, CustomStringConvertible {
    let description: String
    let drawing: ModelDrawing
    let parameterCount: Int
  }

  static let all = languageModels + classifiers + generators + translators

  private static func sample(
    _ name: String, _ configuration: LanguageModelConfiguration
  ) -> Sample {
    Sample(
      description: name, drawing: ModelDrawing(configuration, ngrams: 1_234_567),
      parameterCount: configuration.parameterCount)
  }

  static let languageModels: [Sample] =
    (1...4).map { layers in
      var configuration = LanguageModelConfiguration(
        vocabularySize: 12_345, embeddingSize: 64, hiddenSize: 64, layers: layers)
      configuration.cell = RecurrentCell.allCases[layers - 1]
      configuration.tiedEmbeddings = layers == 2
      configuration.residual = layers == 3
      configuration.layerNorm = layers == 4
      configuration.learnedInitialState = layers == 1
      return sample("language model of \(layers) layers", configuration)
    }
    + [(0, 0, 3), (16, 32, 5), (16, 0, 1)].map { embedding, hidden, order in
      var configuration = LanguageModelConfiguration(
        vocabularySize: 100, embeddingSize: embedding, hiddenSize: hidden)
      (configuration.kind, configuration.order) = (.window, order)
      return sample("window of \(order)", configuration)
    } + [
      sample(
        "n-grams",
        {
          var configuration = LanguageModelConfiguration(vocabularySize: 100)
          configuration.kind = .ngram
          return configuration
        }())
    ]

  static let generators: [Sample] = zip(
    VectorInjection.allCases, [RecurrentCell.lstm, .gru, .tanh]
  ).map { injection, cell in
    var configuration = GeneratorConfiguration()
    configuration.decoder = LanguageModelConfiguration(
      vocabularySize: 300, embeddingSize: 16, hiddenSize: 16, layers: cell == .gru ? 2 : 1)
    configuration.decoder.cell = cell
    configuration.decoder.tiedEmbeddings = cell == .tanh
    (configuration.vectorSize, configuration.injection) = (24, injection)
    return Sample(
      description: "generator, \(injection)", drawing: ModelDrawing(configuration),
      parameterCount: configuration.parameterCount)
  }

  static let classifiers: [Sample] =
    (1...4).map { layers in
      var configuration = ClassifierConfiguration()
      configuration.encoder.vocabularySize = layers == 4 ? 0 : 200
      configuration.encoder.vectorSize = layers == 4 ? 12 : 0
      configuration.encoder.layers = layers
      configuration.encoder.hiddenSize = 32
      configuration.encoder.bidirectional = [.none, .all, .first, .all][layers - 1]
      configuration.pooling = [.last, .last, .mean, .max][layers - 1]
      configuration.labelCount = 7
      return Sample(
        description: "classifier of \(layers) layers", drawing: ModelDrawing(configuration),
        parameterCount: configuration.parameterCount)
    }
    + [false, true].map { readsCharacters in
      var configuration = LabellerConfiguration()
      configuration.encoder.vocabularySize = 5000
      configuration.encoder.characterCount = readsCharacters ? 50 : 0
      configuration.encoder.bidirectional = readsCharacters ? .all : .none
      configuration.labelCount = 17
      return Sample(
        description: "labeller", drawing: ModelDrawing(configuration),
        parameterCount: configuration.parameterCount)
    }

  static let translators: [Sample] =
    (1...4).map { layers in
      var configuration = ModelConfiguration(
        sourceVocabularySize: 8000, targetVocabularySize: layers == 3 ? 8000 : 9000,
        embeddingSize: 64, hiddenSize: 64, layers: layers)
      configuration.bidirectional = [.none, .all, .first, .none][layers - 1]
      configuration.attention = [.none, .additive, .general, .scaledDot][layers - 1]
      configuration.inputFeeding = layers == 2
      configuration.decoderInitialization = [.copy, .bridge, .mean, .zero][layers - 1]
      configuration.tiedEmbeddings = [.none, .target, .all, .none][layers - 1]
      configuration.layerNorm = layers == 2
      return sample("translator of \(layers) layers", configuration)
    } + [
      sample(
        "translator with shared weights",
        {
          var configuration = ModelConfiguration(
            sourceVocabularySize: 80, targetVocabularySize: 90, embeddingSize: 16, hiddenSize: 32,
            layers: 2)
          configuration.sharedWeights = true
          return configuration
        }())
    ]

  private static func sample(_ name: String, _ configuration: ModelConfiguration) -> Sample {
    Sample(
      description: name, drawing: ModelDrawing(configuration),
      parameterCount: EncoderDecoder(configuration).layout.parameterCount)
  }
}
