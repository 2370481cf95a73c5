// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Cells given by a formula, on the command line, in configuration files and in checkpoints.
struct FormulaCellTests {
  /// The program's arguments are split at spaces, which a formula does not need.
  private static let formula = "c=sigmoid(a1)*c+(1-sigmoid(a1))*tanh(x2);h=relu(h2)*tanh(c)"
  private static let spelled =
    "c = sigmoid(a1) * c + (1 - sigmoid(a1)) * tanh(x2); h = relu(h2) * tanh(c)"
  private static let flags =
    "--tokens train.tsv --dev-tokens dev.tsv --no-characters --threads 1 --batch-size 8 --epochs 4 "
    + "--learning-rate 0.02 --embedding-size 8 --hidden-size 16 --precision float32"

  private func withTokens(_ body: (String) throws -> Void) throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(100), to: directory.path("train.tsv"))
    try write(ToyTokens.lines(20, seed: 9), to: directory.path("dev.tsv"))
    try body(directory.path)
  }

  private func train(_ flags: String, in directory: String) -> ProcessResult {
    Dragoman.run("train labeller \(flags)", in: directory)
  }

  @Test func aCheckpointKeepsItsFormula() throws {
    try withTokens { directory throws in
      let result = train(
        "\(Self.flags) --checkpoint m --cell \(Self.formula)", in: directory)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("cell with \(Self.spelled), 1 layer, embedding 8, hidden 16"))
      let configuration = String(
        decoding: try contents(of: directory + "/m/config.json"), as: UTF8.self)
      #expect(configuration.contains("\"cell\" : \"\(Self.spelled)\""), "\(configuration)")
      let described = Dragoman.run("describe m", in: directory)
      #expect(described.output.contains("cell with \(Self.spelled)"), "\(described.output)")
      let input = "the cat ran .\n"
      #expect(
        Dragoman.run("label m", in: directory, input: input).output == "DET NOUN VERB PUNCT\n")
      #expect(
        Dragoman.run("label m --stream", in: directory, input: "the\ncat\n").output == "DET\nNOUN\n"
      )
    }
  }

  @Test func aRunResumesToTheSameBytes() throws {
    try withTokens { directory throws in
      let flags = "\(Self.flags) --cell \(Self.formula)"
      #expect(train("\(flags) --checkpoint whole", in: directory).status == 0)
      #expect(train("\(flags) --checkpoint parts --max-steps 26", in: directory).status == 0)
      let resumed = train("\(flags) --checkpoint parts --resume --max-steps 52", in: directory)
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(
        try contents(of: directory + "/parts/model.safetensors")
          == contents(of: directory + "/whole/model.safetensors"))
      let changed = train(
        "\(Self.flags) --checkpoint parts --resume --cell h=tanh(a1)", in: directory)
      #expect(changed.status == 64, "\(changed.error)")
      #expect(changed.error.contains(Self.spelled), "\(changed.error)")
    }
  }

  @Test(arguments: [
    (
      "lsmt",
      "--cell is 'lsmt', but must be lstm, gru, tanh, relu, sigmoid or a formula such as 'h = tanh(a1)'."
    ),
    (
      "h=foo(a1)",
      "--cell, character 3: 'foo' is unknown; the formula may use a1 to a8, x1 to x8, h1 to h8, h, c, sigmoid, tanh, relu and names that it has set."
    ),
    ("h=tanh(a1", "--cell, character 10: expected ')', '+' or '*', but the formula ends there."),
    ("h=tanh(a9)", "--cell, character 8: 'a9' is not a gate; gates are numbered from 1 to 8."),
    ("c=a1", "--cell, character 5: the last statement, and only the last, must set h."),
    ("h=c*a1", "--cell: the formula uses the cell state c but does not set it."),
    ("h=h", "--cell: the formula must use at least one gate, such as a1."),
    ("h=a2", "--cell: gate 1 is not used; number the gates from 1 without gaps."),
    (
      "h=a1-h",
      "--cell, character 5: '-' cannot be used here; a number or a minus sign can occur only in '1 - …', at the beginning of a term, as in a1 + (1 - a2) * h."
    ),
    ("h=a1=", "--cell, character 5: expected '+', '*', ';' or the end, but found '='."),
    ("h=", "--cell, character 3: expected a value, but the formula ends there."),
    ("=a1", "--cell, character 1: expected the name of a variable, but found '='."),
    ("h=tanh*a1", "--cell, character 7: expected '(', but found '*'."),
    ("r=a1;r=a1;h=r", "--cell, character 6: 'r' is already set."),
    ("tanh=a1;h=a1", "--cell, character 1: 'tanh' has a meaning of its own and cannot be set."),
  ])
  func invalidCellsAreExplained(_ cell: String, _ message: String) {
    #expect(
      Dragoman.run("train labeller --tokens none.tsv --checkpoint m --cell \(cell)")
        == failure(
          64, message,
          "Usage: dragoman train labeller <options>\n"
            + "  See 'dragoman train labeller --help' for more information."))
  }

  @Test(arguments: [
    (
      "cell: lsmt\n",
      "run.yaml, line 1: 'cell' is 'lsmt', but must be lstm, gru, tanh, relu, sigmoid or a formula."
    ),
    (
      "cell: h = c * a1\n",
      "run.yaml, line 1, 'cell': the formula uses the cell state c but does not set it."
    ),
    (
      "epochs: 1\ncell: h = a1)\n",
      "run.yaml, line 2, 'cell', character 7: expected '+', '*', ';' or the end, but found ')'."
    ),
  ])
  func invalidCellsInFilesAreExplained(_ text: String, _ message: String) throws {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("run.yaml"))
    #expect(
      Dragoman.run("train labeller --config run.yaml", in: directory.path) == failure(65, message))
  }

  @Test func aFileGivesAFormula() throws {
    try withTokens { directory throws in
      try write("cell: \(Self.spelled)\n", to: directory + "/run.yaml")
      let result = train(
        "\(Self.flags) --checkpoint m --config run.yaml --epochs 1", in: directory)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("cell with \(Self.spelled)"))
    }
  }

  /// Machines have weights set by hand, of cells with names only.
  @Test func machinesHaveNoFormulas() throws {
    let directory = TemporaryDirectory()
    try write(
      "symbols: [a, b]\nstates: 1\ncell: h = tanh(a1)\n", to: directory.path("machine.yaml"))
    #expect(
      Dragoman.run("machine machine.yaml ab", in: directory.path)
        == failure(
          65,
          "machine.yaml, line 3: 'cell' is 'h = tanh(a1)', but must be lstm, gru, tanh, relu, sigmoid, "
            + "linear or step."))
  }
}
