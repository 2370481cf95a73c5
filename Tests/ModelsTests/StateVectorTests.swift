// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// The states that represent a sequence.
@Suite struct StateVectorTests {
  private func choice(
    _ state: StateChoice.State, _ layers: LayerChoice, _ pooling: StateChoice.Pooling = .last
  ) -> StateChoice {
    var choice = StateChoice()
    (choice.state, choice.layers, choice.pooling) = (state, layers, pooling)
    return choice
  }

  private func goldenModel(
    _ kind: SequenceCase
  ) throws -> (GoldenSequences, SequenceClassifier, Pass) {
    let golden = try GoldenSequences(kind)
    var configuration = ClassifierConfiguration()
    configuration.encoder = kind.encoder()
    configuration.labelCount = GoldenSequences.labels
    let model = SequenceClassifier(configuration)
    let pass = Pass(Weights(try golden.file.parameters(model.layout)), Workspace())
    return (golden, model, pass)
  }

  @Test(arguments: SequenceCase.golden) func statesAgreeWithPyTorch(_ kind: SequenceCase) throws {
    let (golden, model, pass) = try goldenModel(kind)
    let encoder = model.encoder
    func expectAgreement(_ choice: StateChoice, _ name: String, _ range: Range<Int>) throws {
      let found = encoder.vectors(of: golden.sequences, choice, pass)
      for (number, vector) in found.enumerated() {
        let expected = try golden.file.floats("sequence\(number).\(name)")
        expectClose(vector, Array(expected[range]), relative: 1e-5, "\(name) of \(number)")
      }
    }
    let size = encoder.stateSize
    for layer in 0..<encoder.layerCount {
      let range = layer * size..<(layer + 1) * size
      try expectAgreement(choice(.hidden, .one(layer + 1)), "hidden", range)
      if encoder.cell.hasCellState {
        try expectAgreement(choice(.cell, .one(layer + 1)), "cell", range)
      }
    }
    try expectAgreement(choice(.hidden, .all), "hidden", 0..<encoder.layerCount * size)
    try expectAgreement(choice(.hidden, .last, .mean), "mean", 0..<size)
  }

  @Test(arguments: SequenceCase.golden)
  func activationsAgreeWithPyTorch(_ kind: SequenceCase) throws {
    let (golden, model, pass) = try goldenModel(kind)
    var choice = ActivationChoice()
    (choice.layers, choice.parts) = (.all, ["all"])
    let columns = try model.encoder.columns(choice)
    let cell = model.encoder.cell
    #expect(
      columns.count == model.encoder.layerCount * model.encoder.stateSize
        * (1 + (cell.hasCellState ? 1 : 0) + cell.gateNames.count))
    let found = model.encoder.activations(of: golden.sequences, columns, pass)
    for (number, values) in found.enumerated() {
      let expected = try golden.file.floats("sequence\(number).activations")
      expectClose(values, expected, relative: 1e-5, "\(kind.name), \(number)")
    }
  }

  @Test func columnsAreChosen() throws {
    let model = LanguageModel(
      LanguageModelConfiguration(vocabularySize: 9, embeddingSize: 4, hiddenSize: 3, layers: 2))
    func names(_ edit: (inout ActivationChoice) -> Void) throws -> [String] {
      var choice = ActivationChoice()
      edit(&choice)
      return try model.columns(choice).map { "\($0.layer) \($0.partName) \($0.unit)" }
    }
    #expect(try names { _ in } == ["2 hidden 1", "2 hidden 2", "2 hidden 3"])
    #expect(
      try names { ($0.layers, $0.parts, $0.units) = (.all, ["output", "cell"], [3]) }
        == ["1 cell 3", "1 output 3", "2 cell 3", "2 output 3"])
    #expect(
      try names { ($0.parts, $0.units) = (["gates"], [1]) }
        == ["2 input 1", "2 forget 1", "2 candidate 1", "2 output 1"])
    #expect(throws: ActivationError.noSuchLayer(layers: 2)) { try names { $0.layers = .one(3) } }
    #expect(throws: ActivationError.noSuchUnit(4, units: 3)) { try names { $0.units = [1, 4] } }
    #expect(
      throws: ActivationError.noSuchPart(
        "reset", known: ["hidden", "cell", "input", "forget", "candidate", "output"])
    ) { try names { $0.parts = ["reset"] } }
  }

  /// A cell without gates has none to choose.
  @Test func plainAndFormulaCellsHaveTheirStates() throws {
    for (cell, known) in [
      (RecurrentCell.tanh, ["hidden"]),
      (try #require(RecurrentCell(rawValue: "c = a1 + c; h = tanh(c)")), ["hidden", "cell"]),
    ] {
      var configuration = LanguageModelConfiguration(
        vocabularySize: 9, embeddingSize: 4, hiddenSize: 3, layers: 1)
      configuration.cell = cell
      let model = LanguageModel(configuration)
      var choice = ActivationChoice()
      choice.parts = ["all"]
      let columns = try model.columns(choice)
      #expect(columns.map(\.partName) == known.flatMap { [$0, $0, $0] })
      let pass = Pass(
        Weights(model.initialParameters(seed: 5, embeddingDeviation: 1)), Workspace())
      let sequence = SequenceExample(tokens: [4, 5, 6, 7])
      let found = model.activations(of: [sequence], columns, pass)[0]
      let states = model.states(SequenceInput([sequence], numbers: [0]), from: nil, pass).steps[0]
      for step in 0..<4 {
        let row = states.hidden.row(step).elements + states.cell.row(step).elements
        #expect(Array(found[step * columns.count..<(step + 1) * columns.count]) == row)
      }
      choice.parts = ["gates"]
      #expect(throws: ActivationError.noSuchPart("gates", known: known)) {
        try model.columns(choice)
      }
    }
  }

  /// A language model reads long sequences in parts, and others beside them.
  @Test(arguments: StateChoice.Pooling.allCases)
  func partsGiveTheSameStates(_ pooling: StateChoice.Pooling) {
    var configuration = LanguageModelConfiguration(
      vocabularySize: 9, embeddingSize: 4, hiddenSize: 6, layers: 2)
    configuration.learnedInitialState = true
    let model = LanguageModel(configuration)
    let pass = Pass(
      Weights(model.initialParameters(seed: 5, embeddingDeviation: 1)), Workspace())
    let lengths = [3, 9_001, 1, 4_096, 700]
    let sequences = lengths.enumerated().map { number, length in
      SequenceExample(tokens: (0..<length).map { Int32(($0 * 7 + $0 / 5 + number) % 9) })
    }
    let choice = choice(.both, .one(1), pooling)
    let found = model.vectors(of: sequences, choice, pass)
    for (sequence, vector) in zip(sequences, found) {
      #expect(vector.count == 12)
      let whole = model.states(SequenceInput([sequence], numbers: [0]), from: nil, pass).steps[0]
      let steps = (0..<sequence.length).map {
        whole.hidden.row($0).elements + whole.cell.row($0).elements
      }
      let expected =
        pooling == .last
        ? steps[steps.count - 1]
        : (0..<12).map { index in
          Float(steps.reduce(0) { $0 + Double($1[index]) } / Double(steps.count))
        }
      expectClose(vector, expected, relative: 1e-4, "of \(sequence.length) tokens")
    }
  }
}
