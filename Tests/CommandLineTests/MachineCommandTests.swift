// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `machine`, with the machines in `lectures/machines`.
struct MachineCommandTests {
  private static let machines =
    String(#filePath.dropLast("Tests/CommandLineTests/MachineCommandTests.swift".count))
    + "lectures/machines/"

  private func machine(_ arguments: String, in directory: String = "/tmp") -> ProcessResult {
    Dragoman.run("machine \(arguments)", in: directory)
  }

  /// Returns the last words of each row of a table: the answers.
  private func answers(_ output: String) -> [String] {
    output.split(separator: "\n").filter { $0.hasSuffix("%") }
      .map { line in
        let words = line.split(separator: " ").dropLast(2)
        return String(words[words.endIndex - 1])
      }
  }

  @Test func theShiftRegisterHoldsTheLastThreeCharacters() {
    let result = machine("\(Self.machines)shift-register.yaml what")
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(
      result.output == """
        1  what

        ^^^ → ^^w → ^wh → wha → hat

        step  reads  state  third              second              first              next
                                ^  w  h  a  t       ^  w  h  a  t      ^  w  h  a  t
           0  ^      ^^^        1  0  0  0  0       1  0  0  0  0      1  0  0  0  0  w     100.0 %
           1  w      ^^w        1  0  0  0  0       1  0  0  0  0      0  1  0  0  0  h     100.0 %
           2  h      ^wh        1  0  0  0  0       0  1  0  0  0      0  0  1  0  0  a     100.0 %
           3  a      wha        0  1  0  0  0       0  0  1  0  0      0  0  0  1  0  t     100.0 %
           4  t      hat        0  0  1  0  0       0  0  0  1  0      0  0  0  0  1  $     100.0 %


        """)
  }

  /// All strings of up to six bits.
  @Test func theParityIsThatOfTheOnes() {
    let texts = (1...6).flatMap { length in
      (0..<1 << length).map { number in
        let digits = String(number, radix: 2)
        return String(repeating: "0", count: length - digits.count) + digits
      }
    }
    let result = machine(
      "\(Self.machines)parity.yaml --json " + texts.joined(separator: " "))
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == texts.count)
    for (line, text) in zip(lines, texts) {
      let isOdd = text.count { $0 == "1" } % 2 == 1
      let last = line.split(separator: #""output":"#).last
      #expect(last?.hasPrefix(isOdd ? #""odd""# : #""even""#) == true, "\(text)")
    }
  }

  @Test func theCounterCounts() {
    let result = machine("\(Self.machines)counter.yaml aababbb")
    #expect(
      result.output == """
        1  aababbb

        step  reads  count  label
           1  a          1  more a  100.0 %
           2  a          2  more a  100.0 %
           3  b          1  more a  100.0 %
           4  a          2  more a  100.0 %
           5  b          1  more a  100.0 %
           6  b          0  equal   100.0 %
           7  b         -1  more b  100.0 %


        """)
  }

  /// The counter stays exact for long texts.
  @Test func theCounterStaysExact() {
    let text = String(repeating: "a", count: 300)
    let result = Dragoman.run("machine \(Self.machines)counter.yaml", input: text + "\n")
    #expect(result.output.contains(" 300  a        300  more a  100.0 %\n"))
  }

  @Test func theMemoryWritesKeepsHidesAndResets() {
    let result = machine("\(Self.machines)memory.yaml +..h.r-.")
    #expect(
      result.output == """
        1  +..h.r-.

        step  reads       c       h  label
                     memory  memory
           1  +       0.993   0.754  plus     100.0 %
           2  .       0.987   0.751  plus     100.0 %
           3  .        0.98   0.748  plus     100.0 %
           4  h       0.973   0.005  nothing   99.8 %
           5  .       0.967   0.742  plus     100.0 %
           6  r       0.006   0.006  nothing   99.8 %
           7  -      -0.993  -0.754  minus    100.0 %
           8  .      -0.987  -0.751  minus    100.0 %


        """)
  }

  @Test func aLanguageModelBecomesACheckpoint() throws {
    let directory = TemporaryDirectory()
    let written = machine(
      "\(Self.machines)shift-register.yaml --checkpoint m", in: directory.path)
    #expect(written == ProcessResult(status: 0, output: "", error: "Wrote the checkpoint m.\n"))
    #expect(try names(in: directory.path("m")).contains("model.safetensors"))
    let again = machine("\(Self.machines)shift-register.yaml --checkpoint m", in: directory.path)
    #expect(again.status == 73 || again.status == 64, "\(again)")
    #expect(
      machine(
        "\(Self.machines)shift-register.yaml --checkpoint m --overwrite", in: directory.path
      ).status == 0)
    #expect(Dragoman.run("sample m --greedy", in: directory.path).output == "what\n")
    #expect(Dragoman.run("score m", in: directory.path, input: "what\n").output == "0.0000\n")
    // The checkpoint has the same states.
    let stepped = machine("m what", in: directory.path)
    #expect(
      stepped.output.contains(
        "   3  a      0  1  0  0  0  0  0  1  0   0   0   0   0   1   0  t     100.0 %\n"))
    #expect(
      Dragoman.run("describe m", in: directory.path).output.hasSuffix(
        "trained        not at all: the weights were set by hand\n"))
  }

  @Test func aClassifierBecomesACheckpoint() throws {
    let directory = TemporaryDirectory()
    #expect(
      machine("\(Self.machines)parity.yaml 1 --checkpoint p", in: directory.path).output
        .contains("odd"))
    let result = Dragoman.run("classify p", in: directory.path, input: "1101\n11\n\n0\n")
    #expect(result.output == "odd\neven\n\neven\n")
    #expect(
      Dragoman.run("describe p", in: directory.path).output.hasSuffix(
        "trained        not at all: the weights were set by hand\n"))
  }

  @Test func aLabellerBecomesACheckpoint() throws {
    let directory = TemporaryDirectory()
    #expect(machine("\(Self.machines)echo.yaml --checkpoint e", in: directory.path).status == 0)
    let stepped = Dragoman.run(
      "machine \(Self.machines)echo.yaml", in: directory.path, input: "1 0 0 1 1 0 1\n")
    #expect(
      stepped.output == """
        1  1 0 0 1 1 0 1

        step  reads  now  one ago  two ago  three ago  label
           1  1        1        0        0          0  0      100.0 %
           2  0        0        1        0          0  0      100.0 %
           3  0        0        0        1          0  0      100.0 %
           4  1        1        0        0          1  1      100.0 %
           5  1        1        1        0          0  0      100.0 %
           6  0        0        1        1          0  0      100.0 %
           7  1        1        0        1          1  1      100.0 %


        """)
    let labelled = Dragoman.run("label e", in: directory.path, input: "1 0 0 1 1 0 1\n\n")
    #expect(labelled.output == "0 0 0 1 0 0 1\n\n")
    // The checkpoint has the same states.
    let again = Dragoman.run("machine e", in: directory.path, input: "1 0 0 1\n\n")
    #expect(again.output.contains("   4  1      1  0  0  1  1      100.0 %\n"), "\(again)")
    #expect(again.status == 0)
  }

  @Test func theStatesAreDrawn() throws {
    let directory = TemporaryDirectory()
    let result = machine("\(Self.machines)memory.yaml +. --plot s/page.html", in: directory.path)
    #expect(result.error == "Wrote the plot to s/page.html.\n")
    let page = String(decoding: try contents(of: directory.path("s/page.html")), as: UTF8.self)
    #expect(page.contains("\u{2068}c.memory\u{2069} after \u{2068}+\u{2069}: 0.9932"))
  }

  @Test func aTrainedModelIsStepped() {
    let result = machine("model a", in: TrainedLanguageModel.directory)
    #expect(result.status == 0, "\(result.error)")
    #expect(answers(result.output).count == 2)
    let trigrams = machine("trigrams a", in: ModelsWithoutEmbeddings.directory)
    #expect(
      trigrams
        == failure(
          65, "trigrams is an n-gram model, which has no state.",
          "Give a recurrent language model, a classifier or labeller of texts, or a machine file."))
  }

  /// A group in which no value is on has no code.
  @Test func aGroupMayHaveNoValue() throws {
    let directory = TemporaryDirectory()
    try write(
      """
      symbols: [a, b]
      states: {last: [a, b], before: [a, b]}
      cell: relu
      W_ss: {before: {last: 1}}
      W_sx: {last: {input: 1}}

      """, to: directory.path("m.yaml"))
    let result = machine("m.yaml ab", in: directory.path)
    #expect(result.output.contains("\n·· → a· → ba\n"), "\(result)")
  }

  @Test func aCheckpointIsNotReplaced() throws {
    let directory = TemporaryDirectory()
    let arguments = "\(Self.machines)parity.yaml --checkpoint p"
    #expect(machine(arguments, in: directory.path).status == 0)
    #expect(
      machine(arguments, in: directory.path)
        == failure(
          73, "p already contains a checkpoint.",
          "Add --overwrite to replace it, or give another --checkpoint."))
  }

  @Test func aSymbolMustBeOfTheMachine() {
    #expect(
      machine("\(Self.machines)counter.yaml abc")
        == failure(
          65, "'c' in the input 'abc' is not a symbol of \(Self.machines)counter.yaml.",
          "Its symbols are a and b."))
  }

  @Test(arguments: [
    ("a.yaml --overwrite", "--overwrite needs --checkpoint."),
    ("/tmp --checkpoint m", "--checkpoint is for machine files, but /tmp is a directory."),
    ("a.yaml --plot p.svg", "--plot is p.svg, but must end in .html."),
  ])
  func flagsAreChecked(arguments: String, message: String) {
    let result = machine(arguments)
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: \(message)\n"), "\(result.error)")
  }

  @Test func aMissingFileIsReported() {
    #expect(
      machine("/tmp/none.yaml a").error.hasPrefix("Error: ")
        && machine("/tmp/none.yaml a").status == 66)
  }
}
