// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing

/// The states that represent a sequence.
@Suite struct StateVectorTests {
  private func choice(
    _ state: StateChoice.State, layer: Int? = nil, _ pooling: StateChoice.Pooling = .last
  ) -> StateChoice {
    var choice = StateChoice()
    (choice.state, choice.layer, choice.pooling) = (state, layer, pooling)
    return choice
  }

  @Test(arguments: SequenceCase.golden) func statesAgreeWithPyTorch(_ kind: SequenceCase) throws {
    let golden = try GoldenSequences(kind)
    var configuration = ClassifierConfiguration()
    configuration.encoder = kind.encoder()
    configuration.labelCount = GoldenSequences.labels
    let model = SequenceClassifier(configuration)
    let pass = Pass(Weights(try golden.file.parameters(model.layout)), Workspace())
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
      try expectAgreement(choice(.hidden, layer: layer + 1), "hidden", range)
      if encoder.cell.hasCellState {
        try expectAgreement(choice(.cell, layer: layer + 1), "cell", range)
      }
    }
    try expectAgreement(choice(.hidden, layer: nil, .mean), "mean", 0..<size)
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
    let choice = choice(.both, layer: 1, pooling)
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
