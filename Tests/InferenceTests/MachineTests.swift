// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import Inference
import Layers
import Models
import Testing

/// Machines against a plain computation of their states.
@Suite struct MachineTests {
  /// Numbers from −1 to 1, the same in each run.
  private struct Numbers {
    private var state: UInt32 = 1

    mutating func next() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 23) - 1
    }

    mutating func fill(_ values: inout [Float], _ change: (Float) -> Float) {
      for index in values.indices { values[index] = change(next()) }
    }
  }

  private static let symbols = ["a", "b", "c"]

  /// A machine with random weights; `change` is applied to each.
  private func machine(
    _ name: String, _ task: Machine.Task = .languageModel,
    _ change: (Float) -> Float = { 2 * $0 }
  ) throws -> Machine {
    var numbers = Numbers()
    var machine = Machine(
      task, try #require(MachineCell(name: name)), unit: .character, symbols: Self.symbols,
      start: task == .languageModel ? "^" : nil, end: nil, states: MachineNames(["p", "q"]),
      labels: ["yes", "no"])
    for gate in machine.biases.indices {
      numbers.fill(&machine.stateWeights[gate].values, change)
      numbers.fill(&machine.inputWeights[gate].values, change)
      numbers.fill(&machine.biases[gate], change)
    }
    numbers.fill(&machine.outputWeights.values, change)
    numbers.fill(&machine.outputBias, change)
    guard task == .languageModel else { return machine }
    numbers.fill(&machine.initialState, change)
    if machine.cell.ofNetwork.hasCellState { numbers.fill(&machine.initialCellState, change) }
    return machine
  }

  private func sigmoid(_ x: Float) -> Float { 1 / (1 + expf(-x)) }

  /// Advances the state by one step on the input at a place.
  private func advance(
    _ machine: Machine, _ state: (h: [Float], c: [Float]), input: Int
  ) -> (h: [Float], c: [Float]) {
    let size = machine.states.count
    func product(_ gate: Int, _ row: Int) -> Float {
      (0..<size).reduce(0) { $0 + machine.stateWeights[gate][row, $1] * state.h[$1] }
    }
    func rest(_ gate: Int, _ row: Int) -> Float {
      machine.inputWeights[gate][row, input] + machine.biases[gate][row]
    }
    func z(_ gate: Int, _ row: Int) -> Float { product(gate, row) + rest(gate, row) }
    let rows = 0..<size
    switch machine.cell {
    case .linear: return (rows.map { z(0, $0) }, [])
    case .step: return (rows.map { z(0, $0) > 0 ? 1 : 0 }, [])
    case .recurrent(.relu): return (rows.map { max(0, z(0, $0)) }, [])
    case .recurrent(.lstm):
      let c = rows.map {
        sigmoid(z(1, $0)) * state.c[$0] + sigmoid(z(0, $0)) * tanhf(z(2, $0))
      }
      return (rows.map { sigmoid(z(3, $0)) * tanhf(c[$0]) }, c)
    case .recurrent(.gru):
      return (
        rows.map { row in
          let candidate = tanhf(rest(2, row) + sigmoid(z(0, row)) * product(2, row))
          let update = sigmoid(z(1, row))
          return (1 - update) * candidate + update * state.h[row]
        }, []
      )
    default: return (rows.map { tanhf(z(0, $0)) }, [])
    }
  }

  private func expectClose(_ found: [Float], _ expected: [Float], _ comment: Comment) {
    #expect(found.count == expected.count, comment)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }, comment)
  }

  @Test(arguments: ["tanh", "relu", "lstm", "gru", "linear", "step"])
  func aLanguageModelHasTheStatesOfItsDefinition(cell: String) throws {
    let machine = try machine(cell) { cell == "step" ? ($0 * 2).rounded() : $0 }
    let tracer = try StateTracer(MachineModel(machine))
    let (tokens, trace) = tracer.trace("abcca")
    #expect(tokens.map(\.text) == ["</s>", "a", "b", "c", "c", "a"])
    var state = (h: machine.initialState, c: machine.initialCellState)
    for (step, input) in zip(trace.steps, [0, 1, 2, 3, 3, 1]) {
      state = advance(machine, state, input: input)
      expectClose(machine.states(in: step.hidden[0]), state.h, "\(cell)")
      if cell == "lstm" { expectClose(step.cell[0], state.c, "cell state") }
      let logits = (0..<3).map { row in
        machine.outputBias[row]
          + (0..<2).reduce(0) { $0 + machine.outputWeights[row, $1] * state.h[$1] }
      }
      let sum = logits.reduce(0) { $0 + expf($1) }
      // After the four special tokens, which are improbable.
      expectClose(Array(step.probabilities[4...]), logits.map { expf($0) / sum }, "outputs")
      #expect(step.probabilities[..<4].allSatisfy { $0 < 1e-30 })
    }
    #expect(trace.steps.count == 6)
  }

  @Test(arguments: ["tanh", "lstm", "gru", "linear"])
  func aClassifierHasTheStatesOfItsDefinition(cell: String) throws {
    let machine = try machine(cell, .classifier)
    let (tokens, trace) = try StateTracer(MachineModel(machine)).trace("bca")
    #expect(tokens.map(\.text) == ["b", "c", "a"])
    var state = (h: [Float](repeating: 0, count: 2), c: [Float](repeating: 0, count: 2))
    for (step, input) in zip(trace.steps, [1, 2, 0]) {
      state = advance(machine, state, input: input)
      expectClose(machine.states(in: step.hidden[0]), state.h, "\(cell)")
      if cell == "lstm" { expectClose(step.cell[0], state.c, "cell state") }
      let logits = (0..<2).map { row in
        machine.outputBias[row]
          + (0..<2).reduce(0) { $0 + machine.outputWeights[row, $1] * state.h[$1] }
      }
      // The labels are in code point order.
      let no = 1 / (1 + expf(logits[0] - logits[1]))
      expectClose(step.probabilities, [no, 1 - no], "labels")
    }
  }

  @Test func anUnknownSymbolIsMarked() throws {
    let (tokens, _) = try StateTracer(MachineModel(machine("tanh"))).trace("ax")
    #expect(tokens.map(\.isUnknown) == [false, false, true])
  }

  /// The backward direction has read the rest of the text.
  @Test func bothDirectionsHaveStates() throws {
    var configuration = ClassifierConfiguration()
    configuration.encoder.vocabularySize = 6
    (configuration.encoder.embeddingSize, configuration.encoder.hiddenSize) = (3, 4)
    configuration.encoder.bidirectional = .all
    configuration.labelCount = 2
    let model = SequenceClassifier(configuration)
    let pass = Pass(
      Weights(model.initialParameters(seed: 3, embeddingDeviation: 1)), Workspace())
    let tokens: [Int32] = [4, 5, 2, 5, 1]
    let trace = model.trace(tokens, pass)
    let input = SequenceInput([SequenceExample(tokens: tokens)], numbers: [0])
    let encoded = model.encoder.forward(input, pass)
    #expect(trace.steps.map(\.hidden[0]) == tokens.indices.map { encoded.output.row($0).elements })
    let final = encoded.finalStates[0].cell.row(0).elements
    #expect(Array(trace.steps[4].cell[0][..<2]) == Array(final[..<2]))
    #expect(Array(trace.steps[0].cell[0][2...]) == Array(final[2...]))
    #expect(trace.steps[0].cell[0] != final && trace.steps[4].cell[0] != final)
  }

  @Test func groupsNameOneHotCodes() {
    let names = MachineNames([
      MachineNames.Group(name: "old", values: ["a", "b"]),
      MachineNames.Group(name: "new", values: ["a", "b"]),
    ])
    #expect(names.names == ["old.a", "old.b", "new.a", "new.b"])
    #expect(names["new"] == 2..<4 && names["old.b"] == 1..<2 && names["a"] == nil)
    #expect(names.largestValues([0, 1, 0.5, 0.5]) == ["b", "a"])
    #expect(names.firstRepeated == nil)
    #expect(MachineNames(["x", "y", "x"]).firstRepeated == "x")
  }
}
