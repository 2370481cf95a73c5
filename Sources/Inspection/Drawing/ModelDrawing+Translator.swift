// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
public import Models
import Text

extension ModelDrawing {
  /// Draws an encoder–decoder.
  public init(_ configuration: ModelConfiguration) {
    let model = EncoderDecoder(configuration)
    let sizes = [
      "V_x = \(grouped(configuration.sourceVocabularySize)) source tokens",
      "V_y = \(grouped(configuration.targetVocabularySize)) target tokens",
    ]
    self.init(
      sizes: sizes + Self.sizes(configuration.embeddingSize, configuration.hiddenSize)
        + [Self.batch, "T: tokens of the source"],
      towers: [Self.encoder(of: model), Self.decoder(of: model)],
      junction: Self.junction(of: model), unrolledSteps: 3)
  }

  private static func encoder(of model: EncoderDecoder) -> NetworkTower {
    let (configuration, layout) = (model.configuration, model.layout)
    let outputs = NetworkPart(
      title: "Outputs of the encoder", style: .plain, extent: .allSteps, output: "[B, T, H]")
    return NetworkTower(
      input: .init(general: "source xₜ", steps: ["x₁", "x₂", "x₃"]), inputShape: "[B]",
      parts: [.embedding(model.encoder.embedding, layout, title: "Source embedding", size: "V_x")]
        + NetworkPart.layers(
          of: model.encoder.stack, side: configuration.sharedWeights ? nil : "Encoder",
          isResidual: configuration.residual, layout)
        + (model.decoder.attention == nil ? [] : [outputs]), output: nil, hasLeftLoops: true)
  }

  private static func decoder(of model: EncoderDecoder) -> NetworkTower {
    let (configuration, layout) = (model.configuration, model.layout)
    let tied = configuration.tiedEmbeddings
    let size = tied == .all ? "V_x" : "V_y"
    var embedding = NetworkPart.embedding(
      model.decoder.embedding, layout, title: "Target embedding", size: size)
    if tied == .all {
      embedding = NetworkPart(
        title: embedding.title, style: .embedding, extent: .eachStep,
        notes: ["= source embedding [V_x, E]"], output: embedding.output)
    }
    var layers = NetworkPart.layers(
      of: model.decoder.stack, side: configuration.sharedWeights ? nil : "Decoder",
      input: configuration.inputFeeding ? "E+H" : "E", isResidual: configuration.residual, layout)
    if configuration.sharedWeights { layers = layers.map(\.withWeightsOfEncoder) }
    let attention = model.decoder.attention.map {
      [NetworkPart.attention($0, configuration, layout)]
    }
    return NetworkTower(
      input: .init(general: "target yₜ₋₁", steps: ["<s>", "y₁", "y₂"]), inputShape: "[B]",
      parts: [embedding] + layers + (attention ?? []) + [
        .softmax(model.decoder.output, size: size, isTied: tied != .none, layout)
      ], output: .init(general: "p(yₜ)", steps: ["p(y₁)", "p(y₂)", "p(y₃)"]))
  }

  private static func junction(of model: EncoderDecoder) -> Junction {
    let (configuration, layout) = (model.configuration, model.layout)
    let states = configuration.cell.hasCellState ? "h, c" : "h"
    let notes =
      switch configuration.decoderInitialization {
      case .copy: ["the last states"]
      case .bridge: ["tanh(W · last state + b)", "of each layer"]
      case .mean: ["mean of the outputs"]
      case .zero: ["zeros"]
      }
    let bridges = layout.entries.filter { $0.name.hasPrefix("bridge.") }.map { entry in
      NetworkPart.Parameter(
        name: entry.name, shape: entry.shape,
        formula: entry.shape.count == 2 ? "W [H, H]" : "b [H]")
    }
    let count = bridges.reduce(0) { $0 + $1.count }
    return Junction(
      title: "First state", notes: notes + (count > 0 ? ["\(grouped(count)) parameters"] : []),
      parameters: bridges, state: "\(states) [B, H]",
      readsStates: [.copy, .bridge].contains(configuration.decoderInitialization))
  }
}

extension NetworkPart {
  /// The layer without parameters of its own.
  fileprivate var withWeightsOfEncoder: NetworkPart {
    NetworkPart(
      title: title, style: style, extent: extent, notes: notes + ["the encoder's weights"],
      output: output)
  }

  fileprivate static func attention(
    _ attention: Attention, _ configuration: ModelConfiguration, _ layout: ParameterLayout
  ) -> NetworkPart {
    let matrices = [
      attention.keyWeight.map { layout.parameter($0, "W_key [H, H]") },
      attention.queryWeight.map { layout.parameter($0, "W_query [H, H]") },
      attention.vector.map { layout.parameter($0, "v [H]") },
      layout.parameter(attention.combination.weight, "W_combine [H, 2H]"),
    ]
    return NetworkPart(
      title: "Attention (\(attention.kind.rawValue.replacing("_", with: " ")))", style: .attention,
      extent: .allSteps,
      notes: configuration.inputFeeding ? ["also an input of the next step"] : [],
      parameters: matrices.compactMap(\.self), output: "[B, H]")
  }
}
