// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// A kind of generator.
struct GeneratorCase: Sendable, CustomTestStringConvertible {
  let name: String
  let injection: VectorInjection
  let change: @Sendable (inout LanguageModelConfiguration) -> Void

  private init(
    _ name: String, _ injection: VectorInjection,
    _ change: @escaping @Sendable (inout LanguageModelConfiguration) -> Void
  ) {
    (self.name, self.injection, self.change) = (name, injection, change)
  }

  var testDescription: String { name }

  /// The cases of `Goldens/generators`.
  static let golden = [RecurrentCell.lstm, .gru, .tanh].flatMap { cell in
    VectorInjection.allCases.map { injection in
      GeneratorCase("\(cell)_\(injection)", injection) {
        $0.cell = cell
        $0.layers = cell == .lstm ? 2 : 1
      }
    }
  }

  static let all =
    golden + [
      GeneratorCase("relu", .both) { $0.cell = .relu },
      GeneratorCase("normalized_lstm", .both) { $0.layerNorm = true },
      GeneratorCase("normalized_gru", .both) {
        $0.cell = .gru
        $0.layerNorm = true
      },
      GeneratorCase("residual", .both) {
        $0.residual = true
        $0.layers = 3
      },
      GeneratorCase("tied", .steps) {
        $0.embeddingSize = 5
        $0.tiedEmbeddings = true
        $0.variationalDropout = true
      },
      GeneratorCase("word_dropout", .state) { $0.wordDropout = 0.4 },
    ]

  /// Returns the model with the sizes of the golden files.
  func model(dropout: Float = 0) -> SequenceGenerator {
    var configuration = GeneratorConfiguration()
    configuration.decoder = LanguageModelConfiguration(
      vocabularySize: 9, embeddingSize: 4, hiddenSize: 5, dropout: dropout, outputDropout: dropout)
    (configuration.vectorSize, configuration.injection) = (3, injection)
    change(&configuration.decoder)
    return SequenceGenerator(configuration)
  }

  /// The step of central differences.
  var step: Float {
    let configuration = model().configuration.decoder
    // A large step of a rectified cell would pass its kink.
    if configuration.cell == .relu { return 0x1p-10 }
    // Normalization of few elements is far from linear in each of them.
    return configuration.layerNorm ? 0x1p-8 : 0x1p-4
  }

  /// Returns random examples with the given numbers of words.
  static func examples(_ lengths: [Int]) -> [GeneratorExample] {
    var generator = SeededGenerator(seed: 7)
    return lengths.map { length in
      let words = (0..<length).map { _ in Int32.random(in: 4..<9, using: &generator) }
      return GeneratorExample(
        generator.floats(3), tokens: [markers.start] + words + [markers.end])
    }
  }
}
