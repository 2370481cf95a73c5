// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import Models
import TestSupport
import Testing
import Threads

/// Compares the gradients with respect to the states of every step with PyTorch, and the derivative of
/// a cell state with respect to the previous one with what an LSTM is made for.
@Suite struct StateGradientTests {
  @Test(arguments: [RecurrentCell.tanh, .gru, .lstm])
  func classifiersAgreeWithPyTorch(_ cell: RecurrentCell) throws {
    let golden = try GoldenStates(cell)
    var configuration = ClassifierConfiguration()
    configuration.encoder = golden.encoder
    configuration.labelCount = 3
    let model = SequenceClassifier(configuration)
    let examples = golden.sequences.map {
      SequenceClassifier.Example(SequenceExample(tokens: $0.tokens), label: $0.label)
    }
    try golden.expect(model, examples)
  }

  /// Only the last step of a labeller has a loss.
  @Test(arguments: [RecurrentCell.tanh, .gru, .lstm])
  func labellersAgreeWithPyTorch(_ cell: RecurrentCell) throws {
    let golden = try GoldenStates(cell)
    var configuration = LabellerConfiguration()
    configuration.encoder = golden.encoder
    configuration.labelCount = 3
    let model = SequenceLabeller(configuration)
    let examples = golden.sequences.map { sequence in
      SequenceLabeller.Example(
        SequenceExample(tokens: sequence.tokens),
        labels: sequence.tokens.map { _ in sequence.label })
    }
    try golden.expect(model, examples)
  }

  /// In an LSTM whose forget gates are held at 1, the derivative of a cell state with respect to the previous one is
  /// exactly 1 (Hochreiter and Schmidhuber 1997), whatever the input and the state.
  @Test func heldForgetGatesPassTheCellStateOnUnchanged() throws {
    let golden = try GoldenStates(.lstm)
    var configuration = ClassifierConfiguration()
    configuration.encoder = golden.encoder
    configuration.labelCount = 3
    let model = SequenceClassifier(configuration)
    let parameters = ParameterBuffer.random(model.layout)
    for layer in model.observedLayers { layer.recurrent.holdForgetGate(of: parameters) }
    let tokens = (0..<1001).map { Int32($0 % 9) }
    let (layers, _) = try gradients(
      model, [SequenceClassifier.Example(SequenceExample(tokens: tokens), label: 1)], parameters)
    for layer in layers {
      for distance in 0...1000 { #expect(layer.cellPath.mean(at: distance) == 1) }
      let forget = try #require(layer.gates.first { $0.gate == .forget })
      #expect((forget.least, forget.most) == (1, 1))
    }
  }

  /// The backward pass of the cell itself returns what it was given.
  @Test func theDerivativeByTheCellStateBeforeIsTheForgetGate() {
    let (rows, size) = (3, 17)
    var generator = SeededGenerator(seed: 3)
    let pass = Pass(Weights(ParameterBuffer(ParameterLayout())), Workspace())
    func random(_ columns: Int) -> MatrixView {
      let matrix = pass.arena.matrix(rows: rows, columns: columns)
      matrix.copy(from: generator.floats(rows * columns))
      return matrix
    }
    let (gates, bias, cellIn) = (
      random(4 * size), pass.arena.zeros(rows: 1, columns: 4 * size), random(size)
    )
    bias.elements(size..<2 * size).fill(1000)
    let (cellOut, hidden) = (random(size), random(size))
    pass.kernels.lstmForward(
      gates: gates, bias: bias, cellIn: cellIn, cellOut: cellOut, hiddenOut: hidden)
    let dCell = random(size)
    let before = dCell.elements
    pass.kernels.lstmBackward(
      gates: gates, cellIn: cellIn, cellOut: cellOut,
      dHidden: pass.arena.zeros(rows: rows, columns: size), dCell: dCell)
    #expect(dCell.elements == before)
  }

  @Test func meansAreOverTheSequencesThatHaveADistance() {
    var means = DistanceMeans()
    means.add([8, 4, 2])
    var other = DistanceMeans()
    other.add([2, 6, 1, 3])
    means.add(other)
    #expect(means.longest == 3)
    #expect((0...3).map(means.count) == [2, 2, 2, 1])
    #expect((0...3).map(means.mean) == [5, 5, 1.5, 3])
    #expect(means.ratio(at: 2) == 0.3)
    #expect(means.ratio(at: 3) == 0.5)
    var vanished = DistanceMeans()
    vanished.add([1, 0, 0])
    #expect(vanished.ratio(at: 2) == nil)
  }

  @Test func distancesEndWhereTheyAreToldTo() throws {
    let golden = try GoldenStates(.gru)
    var configuration = ClassifierConfiguration()
    configuration.encoder = golden.encoder
    configuration.labelCount = 3
    let model = SequenceClassifier(configuration)
    let (layers, _) = try gradients(
      model,
      golden.sequences.map {
        SequenceClassifier.Example(SequenceExample(tokens: $0.tokens), label: $0.label)
      }, golden.file.parameters(model.layout), distance: 4)
    #expect(layers.map(\.hidden.longest) == [4, 4])
    #expect(layers[0].hidden.count(at: 4) == 2)
  }
}

/// The networks of `Goldens/state_gradients`.
private struct GoldenStates {
  let file: Golden
  let encoder: SequenceEncoderConfiguration
  let sequences: [(tokens: [Int32], label: Int32)]

  init(_ cell: RecurrentCell) throws {
    let file = try Golden("state_gradients/" + cell.rawValue)
    self.file = file
    var encoder = SequenceEncoderConfiguration()
    (encoder.vocabularySize, encoder.embeddingSize) = (9, 4)
    (encoder.hiddenSize, encoder.layers, encoder.cell) = (6, 2, cell)
    self.encoder = encoder
    sequences = try (0..<4).map { number in
      (
        try file.integers("sequence\(number).tokens").map(Int32.init),
        try Int32(file.integers("sequence\(number).label")[0])
      )
    }
  }

  /// Compares each sequence alone, and the means of all.
  func expect<Model: StateGradientModel>(_ model: Model, _ examples: [Model.Example]) throws {
    let parameters = try file.parameters(model.layout)
    var means = [[DistanceMeans]](repeating: [DistanceMeans(), DistanceMeans()], count: 2)
    for (number, example) in examples.enumerated() {
      let (layers, loss) = try gradients(model, [example], parameters)
      try expectClose(
        [loss], file.floats("sequence\(number).loss"), relative: 1e-5, "loss")
      for (state, name) in ["hidden", "cell"].enumerated()
      where layers[0].layer.recurrent.cell.hasCellState || state == 0 {
        let expected = try file.floats("sequence\(number).\(name)").map(Double.init)
        let steps = expected.count / 2
        for layer in 0..<2 {
          let backward = Array(expected[layer * steps..<(layer + 1) * steps].reversed())
          let found = state == 0 ? layers[layer].hidden : layers[layer].cell
          expectClose(
            (0..<steps).map(found.mean), backward, relative: 1e-5,
            "sequence \(number), \(name) of layer \(layer + 1)")
          means[layer][state].add(backward)
        }
      }
    }
    let (layers, _) = try gradients(model, examples, parameters, threads: 2)
    for layer in 0..<2 {
      for (found, expected) in [
        (layers[layer].hidden, means[layer][0]), (layers[layer].cell, means[layer][1]),
      ] where expected.longest > 0 {
        expectClose(
          (0...11).map(found.mean), (0...11).map(expected.mean), relative: 1e-5, "mean")
        expectClose(
          (1...11).compactMap(found.ratio), (1...11).compactMap(expected.ratio), relative: 1e-5,
          "ratio")
      }
    }
  }
}

private func gradients<Model: StateGradientModel>(
  _ model: Model, _ examples: [Model.Example], _ parameters: ParameterBuffer, distance: Int = 1000,
  threads: Int = 1
) throws -> (layers: [LayerGradients], loss: Double) {
  let workspaces = PerWorker(count: threads) { Workspace() }
  return model.stateGradients(
    of: examples, upTo: distance, Weights(parameters), try WorkerPool(count: threads),
    { workspaces[$0] })
}
