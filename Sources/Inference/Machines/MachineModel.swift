// SPDX-License-Identifier: Apache-2.0

package import Compute
import Layers
package import Models
package import Text

/// A machine as a model with weights, the same as a trained one.
package struct MachineModel: Sendable {
  /// The model of the task and its settings.
  package enum Network: Sendable {
    case languageModel(LanguageModel, LanguageModelSettings)
    case classifier(SequenceClassifier, ClassifierSettings, LabelSet)
    case labeller(SequenceLabeller, LabellerSettings, LabelSet)
  }

  package let machine: Machine
  package let network: Network
  package let vocabulary: Vocabulary
  package let parameters: ParameterBuffer

  /// The number that makes an output improbable: e⁻¹⁰⁰ is about 10⁻⁴⁴.
  private static let improbable: Float = -100

  package init(_ machine: Machine) {
    self.machine = machine
    vocabulary = Vocabulary(of: machine.symbols)
    (network, parameters) =
      switch machine.task {
      case .languageModel: Self.languageModel(machine, vocabulary)
      case .classifier: Self.classifier(machine, vocabulary)
      case .labeller: Self.labeller(machine, vocabulary)
      }
  }

  private static func languageModel(
    _ machine: Machine, _ vocabulary: Vocabulary
  ) -> (Network, ParameterBuffer) {
    let rows = RowsOfRelu(machine)
    let settings = languageModelSettings(machine, vocabulary, hiddenSize: rows.hiddenSize)
    let model = LanguageModel(settings.model)
    let parameters = ParameterBuffer(model.layout)
    set(
      model.decoder.stack.layers[0], embedding: model.decoder.embedding, machine, rows, vocabulary,
      parameters)
    if let slots = model.initialState?.layers[0] {
      parameters.setValues(rows.padded(machine.initialState), of: slots.hidden)
      if let cell = slots.cell { parameters.setValues(machine.initialCellState, of: cell) }
    }
    let places = machine.outputs.names.map { name in
      name == machine.end ? Vocabulary.Special.end : vocabulary.id(ofSymbol: name)
    }
    set(model.decoder.output, places, machine, rows, parameters)
    return (.languageModel(model, settings), parameters)
  }

  private static func classifier(
    _ machine: Machine, _ vocabulary: Vocabulary
  ) -> (Network, ParameterBuffer) {
    let (rows, labels) = (RowsOfRelu(machine), LabelSet(of: machine.outputs.names))
    let settings = classifierSettings(machine, vocabulary, labels, hiddenSize: rows.hiddenSize)
    let model = SequenceClassifier(settings.model)
    let parameters = ParameterBuffer(model.layout)
    set(model.encoder, model.output, machine, rows, vocabulary, labels, parameters)
    return (.classifier(model, settings, labels), parameters)
  }

  private static func labeller(
    _ machine: Machine, _ vocabulary: Vocabulary
  ) -> (Network, ParameterBuffer) {
    let (rows, labels) = (RowsOfRelu(machine), LabelSet(of: machine.outputs.names))
    var settings = LabellerSettings()
    settings.tokens.characters = false
    settings.model.labelCount = labels.count
    set(&settings.model.encoder, machine, vocabulary, hiddenSize: rows.hiddenSize)
    let model = SequenceLabeller(settings.model)
    let parameters = ParameterBuffer(model.layout)
    set(model.encoder, model.output, machine, rows, vocabulary, labels, parameters)
    return (.labeller(model, settings, labels), parameters)
  }

  /// Sets the weights of a model of labels.
  private static func set(
    _ encoder: SequenceEncoder, _ output: LabelOutput, _ machine: Machine, _ rows: RowsOfRelu,
    _ vocabulary: Vocabulary, _ labels: LabelSet, _ parameters: ParameterBuffer
  ) {
    guard let tokens = encoder.tokens else { preconditionFailure("a machine reads tokens") }
    set(
      encoder.stack.layers[0].ahead, embedding: tokens.embedding, machine, rows, vocabulary,
      parameters)
    let places = machine.outputs.names.map { name in
      guard let id = labels.id(of: name) else { preconditionFailure("'\(name)' is not a label") }
      return id
    }
    set(output.softmax, places, machine, rows, parameters)
  }

  /// Sets the one-hot embeddings and the weights of the layer.
  private static func set(
    _ layer: RecurrentLayer, embedding: Embedding, _ machine: Machine, _ rows: RowsOfRelu,
    _ vocabulary: Vocabulary, _ parameters: ParameterBuffer
  ) {
    let embeddings = parameters[embedding.weight]
    for (column, name) in machine.inputs.names.enumerated() {
      let id = name == machine.start ? Vocabulary.Special.end : vocabulary.id(ofSymbol: name)
      embeddings[Int(id), column] = 1
    }
    parameters.setValues(rows.stateWeights, of: layer.hiddenWeight)
    parameters.setValues(rows.inputWeights, of: layer.inputWeight)
    parameters.setValues(rows.biases, of: layer.bias)
  }

  /// Sets the weights of the output layer. `places` are the ids of the machine's outputs; no other
  /// output is ever probable.
  private static func set(
    _ output: SoftmaxOutput, _ places: [Int32], _ machine: Machine, _ rows: RowsOfRelu,
    _ parameters: ParameterBuffer
  ) {
    parameters[output.bias].fill(improbable)
    for (row, id) in places.enumerated() {
      parameters[output.bias][0, Int(id)] = machine.outputBias[row]
      for (column, weight) in rows.outputRow(row).enumerated() {
        parameters[output.weight][Int(id), column] = weight
      }
    }
  }
}

// MARK: - Settings

extension MachineModel {
  private static func languageModelSettings(
    _ machine: Machine, _ vocabulary: Vocabulary, hiddenSize: Int
  ) -> LanguageModelSettings {
    var model = LanguageModelConfiguration(
      vocabularySize: vocabulary.count, embeddingSize: machine.inputs.count,
      hiddenSize: hiddenSize)
    model.cell = machine.cell.ofNetwork
    model.learnedInitialState = (machine.initialState + machine.initialCellState)
      .contains { $0 != 0 }
    var text = RunningTextConfiguration()
    (text.unit, text.resetState) = (machine.unit, .line)
    return LanguageModelSettings(
      model: model, text: text,
      tokenizer: TokenizerConfiguration(language: "und", normalization: .none))
  }

  private static func classifierSettings(
    _ machine: Machine, _ vocabulary: Vocabulary, _ labels: LabelSet, hiddenSize: Int
  ) -> ClassifierSettings {
    var settings = ClassifierSettings()
    settings.text.unit = machine.unit
    settings.model.labelCount = labels.count
    set(&settings.model.encoder, machine, vocabulary, hiddenSize: hiddenSize)
    return settings
  }

  private static func set(
    _ encoder: inout SequenceEncoderConfiguration, _ machine: Machine, _ vocabulary: Vocabulary,
    hiddenSize: Int
  ) {
    encoder.vocabularySize = vocabulary.count
    encoder.embeddingSize = machine.inputs.count
    encoder.hiddenSize = hiddenSize
    encoder.cell = machine.cell.ofNetwork
  }
}

extension Vocabulary {
  /// Creates the vocabulary of a machine's symbols.
  fileprivate init(of symbols: [String]) {
    var builder = VocabularyBuilder()
    builder.add(symbols)
    self = builder.build()
  }

  fileprivate func id(ofSymbol symbol: String) -> Int32 {
    guard let id = id(of: symbol) else { preconditionFailure("'\(symbol)' is not a symbol") }
    return id
  }
}

extension LabelSet {
  fileprivate init(of names: [String]) {
    var table = TokenTable()
    for name in names { _ = table.intern(name.utf8Span.span) }
    self.init(of: table, counts: names.map { _ in 1 })
  }
}
