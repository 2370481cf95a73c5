// SPDX-License-Identifier: Apache-2.0

import Inference
import Layers
import Models

/// The models of one cell for the three tasks. Each has as many hidden units as the number of
/// parameters allows.
struct CellModels {
  let labeller: LabellerConfiguration
  let classifier: ClassifierConfiguration
  let languageModel: LanguageModelConfiguration

  init(_ formula: CellFormula, _ data: CellExperiment, _ configuration: CellSearchConfiguration) {
    let limit = configuration.parameters
    func encoder(_ hiddenSize: Int) -> SequenceEncoderConfiguration {
      var encoder = SequenceEncoderConfiguration()
      encoder.cell = .formula(formula)
      (encoder.embeddingSize, encoder.hiddenSize) = (configuration.embeddingSize, hiddenSize)
      return encoder
    }
    labeller = Self.largest(limit, \.parameterCount) { data.labeller.model(encoder($0)) }
    classifier = Self.largest(limit, \.parameterCount) { data.classifier.model(encoder($0)) }
    languageModel = Self.largest(limit, \.parameterCount) {
      var model = data.languageModel.model(
        embeddingSize: configuration.embeddingSize, hiddenSize: $0)
      model.cell = .formula(formula)
      return model
    }
  }

  var hiddenSizes: [Int] {
    [labeller.encoder.hiddenSize, classifier.encoder.hiddenSize, languageModel.hiddenSize]
  }

  /// The number of parameters of the largest of the models.
  var mostParameters: Int {
    max(labeller.parameterCount, classifier.parameterCount, languageModel.parameterCount)
  }

  var parameterCount: Int {
    labeller.parameterCount + classifier.parameterCount + languageModel.parameterCount
  }

  /// Returns the model with the most hidden units that has at most `limit` parameters, or the one
  /// with a single unit.
  private static func largest<Model>(
    _ limit: Int, _ parameters: (Model) -> Int, _ model: (_ hiddenSize: Int) -> Model
  ) -> Model {
    // The number of parameters grows with that of units, of which each has at least one.
    var (fits, exceeds) = (1, max(2, limit))
    while exceeds - fits > 1 {
      let middle = (fits + exceeds) / 2
      if parameters(model(middle)) <= limit { fits = middle } else { exceeds = middle }
    }
    return model(fits)
  }
}
