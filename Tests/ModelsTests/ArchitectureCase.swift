// SPDX-License-Identifier: Apache-2.0

import Layers
import Models
import Testing

/// A kind of model: each addition to the plain one separately, and several combined.
struct ArchitectureCase: Sendable, CustomTestStringConvertible {
  let name: String
  let objective: TrainingObjective
  let change: @Sendable (inout ModelConfiguration) -> Void

  private init(
    _ name: String, _ objective: TrainingObjective = TrainingObjective(),
    _ change: @escaping @Sendable (inout ModelConfiguration) -> Void
  ) {
    self.name = name
    self.objective = objective
    self.change = change
  }

  var testDescription: String { name }

  /// The cases with a loss that is differentiable everywhere and that is the one reported.
  static let smooth = all.filter { !["relu", "smoothed"].contains($0.name) }

  static let all = cells + encoders + starts + attentions + combinations

  /// The cases whose gradient by the recurrent states is clipped at each step.
  static let clipped = [
    ArchitectureCase("clipped_lstm") {
      $0.bidirectional = .all
      $0.attention = .general
    },
    ArchitectureCase("clipped_fed") {
      $0.attention = .scaledDot
      $0.inputFeeding = true
    },
    ArchitectureCase("clipped_gru") {
      $0.cell = .gru
      $0.bidirectional = .first
    },
    ArchitectureCase("clipped_tanh") { $0.cell = .tanh },
    ArchitectureCase("clipped_relu") { $0.cell = .relu },
    ArchitectureCase("clipped_sigmoid") {
      $0.cell = .sigmoid
      $0.bidirectional = .all
    },
    ArchitectureCase("clipped_normalized") { $0.layerNorm = true },
  ]

  private static let cells = [
    ArchitectureCase("gru") { $0.cell = .gru },
    ArchitectureCase("tanh") { $0.cell = .tanh },
    ArchitectureCase("relu") { $0.cell = .relu },
    ArchitectureCase("sigmoid") { $0.cell = .sigmoid },
    ArchitectureCase("normalized_lstm") { $0.layerNorm = true },
    ArchitectureCase("normalized_gru") {
      $0.layerNorm = true
      $0.cell = .gru
    },
    ArchitectureCase("normalized_tanh") {
      $0.layerNorm = true
      $0.cell = .tanh
    },
    ArchitectureCase("normalized_sigmoid") {
      $0.layerNorm = true
      $0.cell = .sigmoid
    },
  ]

  private static let encoders = [
    ArchitectureCase("bidirectional") { $0.bidirectional = .all },
    ArchitectureCase("first_bidirectional") { $0.bidirectional = .first },
    ArchitectureCase("residual") {
      $0.residual = true
      $0.layers = 3
    },
    ArchitectureCase("variational_dropout") { $0.variationalDropout = true },
    ArchitectureCase("word_dropout") { $0.wordDropout = 0.4 },
  ]

  private static let starts = [
    ArchitectureCase("bridge") { $0.decoderInitialization = .bridge },
    ArchitectureCase("mean") { $0.decoderInitialization = .mean },
    ArchitectureCase("zero") { $0.decoderInitialization = .zero },
    ArchitectureCase("tied") { $0.tiedEmbeddings = .target },
    ArchitectureCase("shared") { $0.sharedWeights = true },
    ArchitectureCase("shared_gru") {
      $0.sharedWeights = true
      $0.cell = .gru
    },
  ]

  private static let attentions = [
    ArchitectureCase("dot") { $0.attention = .dot },
    ArchitectureCase("general") { $0.attention = .general },
    ArchitectureCase("additive") { $0.attention = .additive },
    ArchitectureCase("scaled_dot") { $0.attention = .scaledDot },
    ArchitectureCase("input_feeding") {
      $0.attention = .general
      $0.inputFeeding = true
    },
  ]

  private static let combinations = [
    ArchitectureCase("much") {
      $0.cell = .gru
      $0.layerNorm = true
      $0.bidirectional = .first
      $0.residual = true
      $0.decoderInitialization = .mean
      $0.attention = .additive
      $0.inputFeeding = true
      $0.tiedEmbeddings = .target
      $0.variationalDropout = true
    },
    ArchitectureCase("much_else") {
      $0.bidirectional = .all
      $0.residual = true
      $0.decoderInitialization = .bridge
      $0.attention = .scaledDot
      $0.inputFeeding = true
      $0.tiedEmbeddings = .all
      $0.targetVocabularySize = $0.sourceVocabularySize
    },
    ArchitectureCase("smoothed", TrainingObjective(labelSmoothing: 0.1)) {
      $0.bidirectional = .all
      $0.attention = .general
    },
    ArchitectureCase("shared_much") {
      $0.sharedWeights = true
      $0.layers = 3
      $0.residual = true
      $0.decoderInitialization = .bridge
      $0.attention = .general
      $0.tiedEmbeddings = .all
      $0.targetVocabularySize = $0.sourceVocabularySize
    },
    ArchitectureCase("sigmoid_both") {
      $0.cell = .sigmoid
      $0.bidirectional = .all
      $0.decoderInitialization = .bridge
    },
    ArchitectureCase("luong") {
      $0.bidirectional = .all
      $0.attention = .general
    },
  ]
}
