// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// A kind of sequence encoder.
struct SequenceCase: Sendable, CustomTestStringConvertible {
  let name: String
  let change: @Sendable (inout SequenceEncoderConfiguration) -> Void

  private init(
    _ name: String, _ change: @escaping @Sendable (inout SequenceEncoderConfiguration) -> Void
  ) {
    self.name = name
    self.change = change
  }

  var testDescription: String { name }

  /// The cases of `Goldens/sequences`.
  static let golden = [
    SequenceCase("lstm") { _ in },
    SequenceCase("gru_both") {
      $0.cell = .gru
      $0.bidirectional = .all
      $0.layers = 2
    },
    SequenceCase("tanh_vectors") {
      $0.cell = .tanh
      ($0.vocabularySize, $0.vectorSize) = (0, 3)
    },
    SequenceCase("characters") {
      $0.bidirectional = .all
      ($0.characterCount, $0.characterEmbeddingSize, $0.characterHiddenSize) = (7, 3, 4)
    },
  ]

  static let all =
    golden + [
      SequenceCase("relu") { $0.cell = .relu },
      SequenceCase("sigmoid") {
        $0.cell = .sigmoid
        $0.bidirectional = .all
      },
      SequenceCase("normalized") {
        $0.layerNorm = true
        $0.hiddenSize = 10
        $0.bidirectional = .first
      },
      SequenceCase("residual") {
        $0.residual = true
        $0.layers = 3
        $0.variationalDropout = true
      },
      SequenceCase("word_dropout") { $0.wordDropout = 0.4 },
      SequenceCase("vectors_both") {
        ($0.vocabularySize, $0.vectorSize) = (0, 1)
        $0.bidirectional = .all
      },
    ]

  /// Returns the encoder with the sizes of the golden files.
  func encoder(dropout: Float = 0) -> SequenceEncoderConfiguration {
    var configuration = SequenceEncoderConfiguration()
    (configuration.vocabularySize, configuration.embeddingSize) = (9, 4)
    configuration.hiddenSize = 6
    (configuration.dropout, configuration.outputDropout) = (dropout, dropout)
    change(&configuration)
    return configuration
  }

  /// The step of central differences.
  var step: Float {
    let configuration = encoder()
    // A large step of a rectified cell would pass its kink.
    if configuration.cell == .relu { return 0x1p-10 }
    // Normalization of few elements is far from linear in each of them.
    return configuration.layerNorm ? 0x1p-8 : 0x1p-4
  }
}

/// Random sequences for a kind of encoder.
struct ToySequences {
  let sequences: [SequenceExample]
  private var generator: SeededGenerator

  init(_ lengths: [Int], _ encoder: SequenceEncoderConfiguration, seed: UInt64 = 7) {
    var generator = SeededGenerator(seed: seed)
    func ids(_ count: Int, below limit: Int) -> [Int32] {
      (0..<count).map { _ in Int32.random(in: 0..<Int32(limit), using: &generator) }
    }
    sequences = lengths.map { length in
      if encoder.vectorSize > 0 {
        return SequenceExample(
          vectors: generator.floats(length * encoder.vectorSize), length: length)
      }
      let tokens = ids(length, below: encoder.vocabularySize)
      let spellings =
        encoder.characterCount == 0
        ? [] : tokens.map { ids(1 + Int($0) % 4, below: encoder.characterCount) }
      return SequenceExample(tokens: tokens, spellings: spellings)
    }
    self.generator = generator
  }

  /// Returns random labels below `limit`.
  mutating func labels(_ count: Int, below limit: Int) -> [Int32] {
    (0..<count).map { _ in Int32.random(in: 0..<Int32(limit), using: &generator) }
  }
}

extension ParameterBuffer {
  /// Returns random parameters.
  static func random(_ layout: ParameterLayout, seed: UInt64 = 5) -> ParameterBuffer {
    var generator = SeededGenerator(seed: seed)
    let buffer = ParameterBuffer(layout)
    for entry in layout.entries {
      buffer.setValues(generator.floats(entry.slot.rows * entry.slot.columns), of: entry.slot)
    }
    return buffer
  }
}
