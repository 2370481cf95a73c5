// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
public import Models
import Text

extension ModelDrawing {
  /// Draws a classifier.
  public init(_ configuration: ClassifierConfiguration) {
    let model = SequenceClassifier(configuration)
    let pooling = NetworkPart(
      title: configuration.pooling.title, style: .plain,
      extent: .whole(ofEnds: configuration.pooling == .last), output: "[B, H]")
    self.init(
      model.encoder, configuration.encoder, labels: configuration.labelCount,
      parts: [
        pooling,
        .softmax(model.output.softmax, size: "L", extent: .whole(ofEnds: false), model.layout),
      ], output: .init(general: "p(label)", steps: []), model.layout)
  }

  /// Draws a labeller.
  public init(_ configuration: LabellerConfiguration) {
    let model = SequenceLabeller(configuration)
    self.init(
      model.encoder, configuration.encoder, labels: configuration.labelCount,
      parts: [.softmax(model.output.softmax, size: "L", model.layout)],
      output: .init(
        general: "p(labelₜ)", steps: ["p(label₁)", "p(label₂)", "p(label₃)"]), model.layout)
  }

  private init(
    _ encoder: SequenceEncoder, _ configuration: SequenceEncoderConfiguration, labels: Int,
    parts: [NetworkPart], output: NetworkTower.Symbols, _ layout: ParameterLayout
  ) {
    let isOfVectors = configuration.vectorSize > 0
    let input = encoder.tokens == nil ? "D" : encoder.characters == nil ? "E" : "E+C"
    let sizes =
      isOfVectors
      ? ["D = \(grouped(configuration.vectorSize))"]
      : ["V = \(grouped(configuration.vocabularySize))"]
        + ["E = \(grouped(configuration.embeddingSize))"]
    let ofCharacters =
      encoder.characters == nil
      ? [] : ["C = \(grouped(configuration.characterHiddenSize))"]
    self.init(
      sizes: sizes + ofCharacters + [
        "H = \(grouped(configuration.hiddenSize))", "L = \(grouped(labels)) labels", Self.batch,
      ],
      towers: [
        NetworkTower(
          input: .init(general: "xₜ", steps: ["x₁", "x₂", "x₃"]),
          inputShape: isOfVectors ? "[B, D]" : "[B]",
          parts: Self.inputs(of: encoder, layout)
            + NetworkPart.layers(
              of: encoder.stack, input: input, isResidual: configuration.residual, layout)
            + parts, output: output)
      ], unrolledSteps: 3)
  }

  /// The embeddings of tokens and the encoder of their characters; none for vectors.
  private static func inputs(
    of encoder: SequenceEncoder, _ layout: ParameterLayout
  ) -> [NetworkPart] {
    guard let tokens = encoder.tokens else { return [] }
    guard let characters = encoder.characters else {
      return [.embedding(tokens.embedding, layout)]
    }
    let stack = NetworkPart.layers(
      of: characters.stack, input: "e", isResidual: false, layout)[0]
    return [
      NetworkPart(
        title: "Token and its characters", style: .embedding, extent: .eachStep,
        notes: [
          "characters through a bidirectional \(characters.stack.layers[0].ahead.cell.title)"
        ],
        parameters: [
          layout.parameter(tokens.embedding.weight, "tokens [V, E]"),
          layout.parameter(characters.embedding.weight, "characters [·, e]"),
        ]
          + stack.parameters.map {
            NetworkPart.Parameter(
              name: $0.name, shape: $0.shape, formula: $0.formula.replacing("H", with: "C"))
          }, output: "[B, E+C]")
    ]
  }
}

extension Pooling {
  fileprivate var title: String {
    switch self {
    case .last: "Last state"
    case .mean: "Mean over time"
    case .max: "Maximum over time"
    }
  }
}
