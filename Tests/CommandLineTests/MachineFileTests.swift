// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Machine files that are not valid.
struct MachineFileTests {
  private static let form =
    "'dragoman machine --help' shows a machine file, and lectures/machines has others."

  private static let valid = """
    symbols: [a, b]
    states: [x, y]
    cell: relu
    W_ss: [[1, 0], [0, 1]]
    W_sx: [[1, 2], [3, 4]]

    """

  private func run(_ text: String, _ input: String = "a") throws -> ProcessResult {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("m.yaml"))
    return Dragoman.run("machine m.yaml \(input)", in: directory.path)
  }

  private func expectFailure(
    _ text: String, _ message: String, _ advice: String? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try run(text) == failure(65, message, advice), sourceLocation: location)
  }

  @Test func theValidOneIsValid() throws {
    #expect(try run(Self.valid).status == 0)
  }

  @Test(arguments: [
    (
      "W_ss: [[1, 0], [0, 1]]", "W_ss: [[1, 0]]",
      "line 4: 'W_ss' has 1 row, but the machine has 2 states."
    ),
    (
      "W_ss: [[1, 0], [0, 1]]", "W_ss: [[1, 0], [0]]",
      "line 4: row 2 of 'W_ss' has 1 number, but the machine has 2 states."
    ),
    (
      "W_sx: [[1, 2], [3, 4]]", "W_sx: [[1, 2, 3], [3, 4, 5]]",
      "line 5: row 1 of 'W_sx' has 3 numbers, but the machine has 2 inputs."
    ),
    (
      "cell: relu", "cell: relu\nb_s: [1, 2, 3]",
      "line 4: 'b_s' has 3 numbers, but the machine has 2 states."
    ),
    (
      "W_sx: [[1, 2], [3, 4]]", "W_sx: [[1, .nan], [3, 4]]",
      "line 5: 'W_sx' contains '.nan', which is not a finite number."
    ),
    (
      "W_sx: [[1, 2], [3, 4]]", "W_sx: [[1, 1e999], [3, 4]]",
      "line 5: 'W_sx' contains '1e999', which is not a finite number."
    ),
    (
      "W_sx: [[1, 2], [3, 4]]", "W_sx: [[1, one], [3, 4]]",
      "line 5: 'W_sx' is 'one', but must be numbers."
    ),
    ("W_sx: [[1, 2], [3, 4]]", "W_sx: 3", "line 5: 'W_sx' is '3', but must be lists of numbers."),
    (
      "W_sx: [[1, 2], [3, 4]]", "W_sx:\n  x: {c: 1}",
      "line 6: 'W_sx' names 'c', which is not an input; the inputs are a and b."
    ),
    (
      "W_sx: [[1, 2], [3, 4]]", "W_sx: {z: {a: 1}}",
      "line 5: 'W_sx' names 'z', which is not a state; the states are x and y."
    ),
    (
      "cell: relu", "cell: softmax",
      "line 3: 'cell' is 'softmax', but must be lstm, gru, tanh, relu, sigmoid, linear or step."
    ),
    ("states: [x, y]", "states: [x, x]", "line 2: 'x' occurs more than once in 'states'."),
    (
      "states: [x, y]", "states: 0", "line 2: 'states' is 0, but must be from 1 to 4,096 states."
    ),
    ("symbols: [a, b]", "symbols: [a, a]", "line 1: 'a' occurs more than once in 'symbols'."),
    ("symbols: [a, b]", "symbols: ab", "line 1: 'symbols' is 'ab', but must be a list of names."),
    (
      "cell: relu", "cell: relu\nlabels: [p, q]",
      "line 4: 'labels' is only for 'task: classifier' and 'task: labeller'."
    ),
  ])
  func oneLineIsWrong(line: String, wrong: String, message: String) throws {
    try expectFailure(Self.valid.replacing(line, with: wrong), "m.yaml, " + message)
  }

  @Test func theRemedyIsNamed() throws {
    try expectFailure(
      Self.valid.replacing("cell: relu\n", with: ""), "m.yaml: 'cell' is missing.", Self.form)
    try expectFailure(
      Self.valid.replacing("W_sx: [[1, 2], [3, 4]]\n", with: ""), "m.yaml: 'W_sx' is missing.",
      Self.form)
    try expectFailure(
      Self.valid + "W_O: 3\n", "m.yaml, line 6: 'W_O' is not a key of this machine.",
      "Did you mean 'W_o'?")
    try expectFailure(
      Self.valid.replacing("[a, b]", with: "[a, bc]"),
      "m.yaml, line 1: 'bc' in 'symbols' is not a single character.",
      "With 'unit: word', symbols are words.")
    try expectFailure(
      Self.valid.replacing("relu", with: "step").replacing("4]]", with: "0.5]]"),
      "m.yaml, line 5: 'W_sx' contains 0.5, but 'cell: step' is exact only for whole numbers.",
      "Multiply all weights and biases by a number that makes them whole.")
    try expectFailure(
      """
      symbols: [a, b, c]
      states: {x: [a, b], y: [a, b, c]}
      cell: relu
      W_ss: {x: {y: 1}}
      W_sx: {y: {input: 1}}
      """,
      "m.yaml, line 4: 'W_ss' connects 'x', which has 2 elements, with 'y', which has 3.",
      "Groups are connected one to one: both need the same number of elements.")
    try expectFailure(
      "task: classifier\nstart: ^\n" + Self.valid,
      "m.yaml, line 2: 'start' is only for 'task: language-model'.")
    try expectFailure(
      "task: classifier\n" + Self.valid, "m.yaml: 'labels' is missing.", Self.form)
  }

  @Test func aLabellerReadsTokens() throws {
    let labeller = "task: labeller\nlabels: [p, q]\nW_o: [[1, 0], [0, 1]]\n" + Self.valid
    #expect(try run(labeller).status == 0)
    try expectFailure(
      labeller + "unit: word\n",
      "m.yaml, line 9: 'unit' is only for 'task: language-model' and 'task: classifier'.")
    try expectFailure(
      labeller.replacing("[a, b]", with: "[a, b c]"),
      "m.yaml, line 4: 'b c' in 'symbols' contains whitespace, which separates a labeller's symbols."
    )
  }

  @Test func gatesAreNamed() throws {
    let lstm = """
      symbols: [a]
      states: [x]
      cell: lstm
      input_gate: {b_s: 5}
      forget_gate: {b_s: 5}
      candidate: {W_sx: [[1]]}
      output_gate: {b_s: 5}

      """
    #expect(try run(lstm).status == 0)
    try expectFailure(
      lstm.replacing("output_gate: {b_s: 5}", with: ""), "m.yaml: 'output_gate' is missing.",
      Self.form)
    try expectFailure(
      lstm.replacing("{W_sx: [[1]]}", with: "{W_x: [[1]]}"),
      "m.yaml, line 6: 'candidate.W_x' is not a key of this machine.", "Did you mean 'W_sx'?")
    try expectFailure(
      lstm.replacing("{W_sx: [[1]]}", with: "{W_sx: [[1], [2]]}"),
      "m.yaml, line 6: 'candidate.W_sx' has 2 rows, but the machine has 1 state.")
    try expectFailure(
      lstm.replacing("{W_sx: [[1]]}", with: "4"),
      "m.yaml, line 6: 'candidate' is '4', but must be a group of W_ss, W_sx and b_s.")
  }

  @Test func itMustBeYAML() throws {
    try expectFailure(
      "symbols: [a\n", "m.yaml, line 2: this is not YAML: did not find expected ',' or ']'.",
      Self.form)
    try expectFailure(
      "cell: relu\ncell: tanh\n", "m.yaml, line 1: the key 'cell' occurs more than once.",
      "Keep one of them.")
    try expectFailure("- a\n", "m.yaml, line 1: expected a key, a colon and a value.", Self.form)
  }

  /// Words are symbols of their own.
  @Test func symbolsMayBeWords() throws {
    let text = Self.valid.replacing("[a, b]", with: "[write, keep]") + "unit: word\n"
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("m.yaml"))
    let result = Dragoman.run("machine m.yaml", in: directory.path, input: "write keep\n")
    #expect(result.output.contains("\n   1  write  1  3  "))
    #expect(result.output.contains("\n   2  keep   3  7  "))
  }
}
