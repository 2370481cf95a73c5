// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
public import Models
import Text

extension ModelDrawing {
  /// Draws a generator. The vector `v` enters the recurrent layers, whose boxes list its weights.
  public init(_ configuration: GeneratorConfiguration) {
    let model = SequenceGenerator(configuration)
    let layout = model.layout
    var layers = NetworkPart.layers(
      of: model.decoder.stack, isResidual: configuration.decoder.residual, layout)
    for index in layers.indices {
      layers[index].notes.append(configuration.injection.note)
      layers[index].parameters += Self.parametersOfVector(
        layer: index, gates: model.decoder.stack.layers[index].cell.gates, layout)
    }
    self.init(
      sizes: [
        "D = \(grouped(configuration.vectorSize)): the length of the vector v",
        "V = \(grouped(configuration.decoder.vocabularySize))",
      ] + Self.sizes(configuration.decoder.embeddingSize, configuration.decoder.hiddenSize) + [
        Self.batch
      ],
      towers: [
        NetworkTower(
          input: .init(general: "yₜ", steps: ["<s>", "y₁", "y₂"]), inputShape: "[B]",
          parts: [.embedding(model.decoder.embedding, layout)] + layers + [
            .softmax(
              model.decoder.output, isTied: configuration.decoder.tiedEmbeddings, layout)
          ], output: .init(general: "p(yₜ₊₁)", steps: ["p(y₁)", "p(y₂)", "p(y₃)"]))
      ], unrolledSteps: 3)
  }

  /// The weights that the vector has in a layer.
  private static func parametersOfVector(
    layer: Int, gates: Int, _ layout: ParameterLayout
  ) -> [NetworkPart.Parameter] {
    let formulas = [
      "hidden_l\(layer).weight": "first h [H, D]", "hidden_l\(layer).bias": "first h [H]",
      "cell_l\(layer).weight": "first c [H, D]", "cell_l\(layer).bias": "first c [H]",
      "gates_l\(layer).weight": "W_v [\(gates == 1 ? "" : "\(gates)")H, D]",
    ]
    return layout.entries.compactMap { entry in
      guard entry.name.hasPrefix("injection.") else { return nil }
      return formulas[String(entry.name.dropFirst("injection.".count))]
        .map { layout.parameter(entry.slot, $0) }
    }
  }
}

extension VectorInjection {
  /// The way in which the vector enters a layer.
  fileprivate var note: String {
    switch self {
    case .state: "v gives the first state"
    case .steps: "v is added at every step"
    case .both: "v gives the first state, and is added at every step"
    }
  }
}
