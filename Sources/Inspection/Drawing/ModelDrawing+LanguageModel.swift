// SPDX-License-Identifier: Apache-2.0

import Layers
public import Models
import Text

extension ModelDrawing {
  /// Draws a language model. `ngrams` is the number of n-grams of an n-gram model.
  public init(_ configuration: LanguageModelConfiguration, ngrams: Int) {
    switch configuration.kind {
    case .recurrent: self.init(LanguageModel(configuration))
    case .window: self.init(WindowModel(WindowModelConfiguration(configuration)))
    case .ngram: self.init(order: configuration.order, ngrams: ngrams)
    }
  }

  private init(_ model: LanguageModel) {
    let (configuration, layout) = (model.configuration, model.layout)
    var layers = NetworkPart.layers(
      of: model.decoder.stack, isResidual: configuration.residual, layout)
    for (index, slots) in (model.initialState?.layers ?? []).enumerated() {
      layers[index].parameters += [layout.parameter(slots.hidden, "first h [H]")]
      layers[index].parameters += slots.cell.map { [layout.parameter($0, "first c [H]")] } ?? []
    }
    self.init(
      sizes: ["V = \(grouped(configuration.vocabularySize))"]
        + Self.sizes(configuration.embeddingSize, configuration.hiddenSize) + [Self.batch],
      towers: [
        NetworkTower(
          input: .init(general: "xₜ", steps: ["x₁", "x₂", "x₃"]), inputShape: "[B]",
          parts: [.embedding(model.decoder.embedding, layout)] + layers + [
            .softmax(model.decoder.output, isTied: configuration.tiedEmbeddings, layout)
          ], output: .init(general: "p(xₜ₊₁)", steps: ["p(x₂)", "p(x₃)", "p(x₄)"]))
      ], unrolledSteps: 3)
  }

  /// The names and values of two sizes.
  static func sizes(_ embeddingSize: Int, _ hiddenSize: Int) -> [String] {
    ["E = \(grouped(embeddingSize))", "H = \(grouped(hiddenSize))"]
  }

  static let batch = "B: sequences that are computed together"
}

// MARK: - Without a recurrence

extension ModelDrawing {
  private init(_ model: WindowModel) {
    let (configuration, layout) = (model.configuration, model.layout)
    let isOneHot = model.embedding == nil
    let input = isOneHot ? "mV" : "mE"
    let hidden = model.hidden.map { hidden in
      NetworkPart(
        title: "Hidden layer (tanh)", style: .recurrent, extent: .whole(ofEnds: false),
        parameters: [layout.parameter(hidden.weight, "W [H, \(input)]")]
          + (hidden.bias.map { [layout.parameter($0, "b [H]")] } ?? []), output: "[B, H]")
    }
    let joined = NetworkPart(
      title: "Concatenation", style: .plain, extent: .whole(ofEnds: false),
      output: "[B, \(input)]")
    let vectors =
      model.embedding.map { NetworkPart.embedding($0, layout) }
      ?? NetworkPart(
        title: "One-hot vector", style: .plain, extent: .eachStep, output: "[B, V]")
    let sizes = [
      "V = \(grouped(configuration.vocabularySize))", "m = \(configuration.contextSize) tokens",
    ]
    self.init(
      sizes: sizes + (isOneHot ? [] : ["E = \(grouped(configuration.embeddingSize))"])
        + (model.hidden == nil ? [] : ["H = \(grouped(configuration.hiddenSize))"]) + [Self.batch],
      towers: [
        NetworkTower(
          input: Self.window(of: configuration.contextSize), inputShape: "[B]",
          parts: [vectors, joined] + (hidden.map { [$0] } ?? []) + [
            .softmax(
              model.output, input: model.hidden == nil ? input : "H",
              extent: .whole(ofEnds: false), layout)
          ], output: .init(general: "p(xₜ)", steps: ["p(xₜ)"]))
      ], unrolledSteps: nil)
  }

  private init(order: Int, ngrams: Int) {
    let part = NetworkPart(
      title: "Counts of n-grams", style: .embedding, extent: .whole(ofEnds: false),
      notes: [
        "n = 1 to \(order)", "modified Kneser–Ney smoothing", "\(grouped(ngrams)) n-grams",
      ], output: "")
    self.init(
      sizes: [],
      towers: [
        NetworkTower(
          input: Self.window(of: order - 1), inputShape: "", parts: [part],
          output: .init(general: "p(xₜ)", steps: ["p(xₜ)"]))
      ], unrolledSteps: nil, counted: "\(grouped(ngrams)) n-grams")
  }

  /// The tokens before the predicted one.
  private static func window(of size: Int) -> NetworkTower.Symbols {
    let text = size == 0 ? "nothing" : size == 1 ? "xₜ₋₁" : "\(size) tokens before xₜ"
    return NetworkTower.Symbols(general: text, steps: [text])
  }
}
