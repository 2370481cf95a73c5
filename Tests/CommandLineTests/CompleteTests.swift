// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `complete` with models of each unit.
struct CompleteTests {
  /// The paths of models of characters, code points, words and subwords.
  private static let models =
    [TrainedLanguageModel.directory + "/model"]
    + ["codepoint", "word", "subword"].map { TrainedUnitModels.directory + "/" + $0 }

  private static let words = ["alpha", "bravo", "delta", "gamma"]

  private struct Row: Equatable {
    let line: Int
    let probability: Double
    let text: String
  }

  private func run(_ flags: String, _ model: String = models[0], input: String) -> ProcessResult {
    Dragoman.run(
      "complete \(model) \(flags)", in: TrainedLanguageModel.directory, input: input)
  }

  private func rows(_ flags: String, _ model: String = models[0], input: String) -> [Row] {
    let result = run(flags, model, input: input)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    #expect(result.output.last == "\n" || input.isEmpty)
    return result.output.split(separator: "\n").map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      #expect(cells.count == 3)
      return Row(line: Int(cells[0]) ?? -1, probability: Double(cells[1]) ?? .nan, text: cells[2])
    }
  }

  /// The models whose texts are lines.
  @Test(arguments: models[1...])
  func aBlankLineAsksForTheFirstWord(model: String) {
    let found = rows("--n-best 4", model, input: "\n")
    #expect(found.map(\.line) == [1, 1, 1, 1])
    #expect(found.map(\.text).sorted() == Self.words)
    #expect(found.map(\.probability) == found.map(\.probability).sorted(by: >))
    let sum = found.reduce(0) { $0 + $1.probability }
    #expect(sum > 0.9 && sum <= 1.001, "\(found)")
  }

  @Test(arguments: models)
  func aWordIsCompleted(model: String) {
    let found = rows("--n-best 1", model, input: "alpha br\ngam\nbravo \ndelta a\nd\n")
    #expect(found.map(\.line) == [1, 2, 3, 4, 5])
    #expect(found.map(\.text)[..<2] == ["avo", "ma"])
    #expect(Self.words.contains(found[2].text))
    #expect(found.map(\.text)[3...] == ["lpha", "elta"])
    #expect(found[3].probability < 1.0001 && found[3].probability > 0.1)
  }

  /// The model of words knows no word that begins so; nor does it know what is before.
  @Test func whatTheModelDoesNotKnow() {
    let result = run("--n-best 1", Self.models[2], input: "alpha zu\nzulu zulu br\n")
    let rows = result.output.split(separator: "\n")
    #expect(rows.count == 2 && rows[0] == "1\t0\t" && rows[1].hasSuffix("\tavo"))
    #expect(
      result.error
        == "standard input, line 2: the model does not know 1 word in the line: 'zulu'.\n")
    let many = run("--n-best 1", input: String(repeating: "é br\n", count: 7))
    #expect(
      many.error
        == (1...5).map {
          "standard input, line \($0): the model does not know 1 character in the line: 'é'.\n"
        }.joined()
          + """
          standard input: 7 lines contain text that the model does not know; the first 5 are listed above.

          """)
    #expect(many.output.split(separator: "\n").allSatisfy { $0.hasSuffix("\tavo") })
  }

  @Test func completionsHaveSoManyUnits() {
    #expect(rows("--length 3 --n-best 1", input: "br\n").map(\.text) == ["avo"])
    #expect(rows("--length 1 --n-best 1", input: "br\n").map(\.text) == ["a"])
    // The line end is a unit, and escaped.
    #expect(
      rows("--length 1 --n-best 2", input: "alpha bravo delta\n").map(\.text).sorted()
        == [" ", #"\n"#])
    // The rest of the word is the first unit.
    for model in Self.models[2...] {
      let found = rows("--length 9 --n-best 2", model, input: "alpha bravo br\n")
      #expect(found[0].text == "avo" || found[1].text == "avo", "\(found)")
    }
    let found = rows("--length 2 --n-best 4", Self.models[2], input: "alpha br\n")
    #expect(found.map(\.text).sorted() == Self.words.map { "avo " + $0 })
  }

  @Test func jsonHasAnObjectForEachLine() throws {
    struct Record: Decodable {
      struct Completion: Decodable {
        let completion: String
        let probability: Double
        let is_end: Bool
      }
      let line: Int
      let text: String
      let unknown_units: Int
      let completions: [Completion]
    }
    let result = run("--json --n-best 2", input: "br\né gam\n")
    let records = try result.output.split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
    #expect(records.map(\.line) == [1, 2] && records.map(\.text) == ["br", "é gam"])
    #expect(records.map(\.unknown_units) == [0, 1])
    #expect(records.map { $0.completions.first?.completion } == ["avo", "ma"])
    let end = run("--json --n-best 1 --length 3", Self.models[2], input: "alpha bravo delta")
    #expect(end.output.contains(#"{"completion":"","is_end":true,"probability":0."#))
    let none = run("--json", Self.models[2], input: "zu\n")
    #expect(
      none.output == #"{"completions":[],"line":1,"text":"zu","unknown_units":0}"# + "\n")
  }

  @Test(arguments: models)
  func digitsSpellWords(model: String) {
    let found = rows(
      "--t9 --n-best 1", model, input: "alpha 27286\n42662\nbravo alpha 25742 \ndelta 2728\n")
    #expect(found.dropLast().map(\.text) == ["bravo", "gamma", "alpha"])
    #expect(found.count == 4 && found[3].probability < 0.01)
  }

  @Test func linesWithoutDigits() {
    let result = run("--t9", input: "\nalpha\nalpha 27x\n19\n27286 a\n0\n")
    #expect(result.status == 0)
    #expect(result.output == (1...6).map { "\($0)\t0\t\n" }.joined())
    #expect(
      result.error
        == (1...5).map {
          "standard input, line \($0): --t9 needs digits from 2 to 9 at the end of the line.\n"
        }.joined()
          + """
          standard input: 6 lines do not end in digits from 2 to 9; the first 5 are listed above.

          """)
  }

  @Test(arguments: models[1...])
  func keystrokesAreCounted(model: String) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("typed.txt")
    try write("alpha bravo\n\ndelta\n", to: path)
    // One key for each word.
    #expect(
      run("--n-best 4 --keystrokes \(path)", model, input: "")
        == ProcessResult(
          status: 0,
          output: """
            lines  keys without  keys with   saved
                3            16          3  81.2 %

            """, error: ""))
    #expect(
      run("--n-best 4 --keystrokes \(path) --json", model, input: "").output
        == #"{"keys_with":3,"keys_without":16,"lines":3,"n_best":4,"saved":0.8125}"# + "\n")
    let lines = try contents(of: TrainedLanguageModel.directory + "/text.txt")
    try write(Array(lines.prefix(2000)), to: path)
    let results = (1...3).map {
      run("--n-best 1 --keystrokes \(path) --threads \($0)", model, input: "")
    }
    #expect(results[0].status == 0 && results[1] == results[0] && results[2] == results[0])
  }

  @Test func aFileWithoutLines() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("typed.txt")
    try write("", to: path)
    #expect(
      run("--keystrokes \(path)", input: "").output
        == """
        lines  keys without  keys with  saved
            0             0          0  0.0 %

        """)
    try write([0x61, 0xFF, 0x0A], to: path)
    #expect(
      run("--keystrokes \(path)", input: "")
        == failure(
          65, "\(path) is not UTF-8: its only line is not valid.",
          "It may be ISO-8859-1. Convert it: iconv -f ISO-8859-1 -t UTF-8 \(path) > "
            + "\(directory.path("typed.utf8.txt"))"))
    #expect(
      run("--keystrokes nowhere", input: "")
        == failure(
          66, "Cannot open nowhere: there is no such file.", "Check the spelling of the path."))
  }

  @Test func aPipeThatStaysOpenGetsItsAnswerAtOnce() {
    let process = Dragoman.start(
      "complete model --n-best 1", in: TrainedLanguageModel.directory)
    process.send("alpha br\n")
    #expect(process.readLine()?.hasSuffix("\tavo") == true)
    process.send("gam\n")
    #expect(process.readLine()?.hasSuffix("\tma") == true)
    process.closeOutput()
    process.send("gam\n")
    #expect(process.finish() == ProcessResult(status: 141, output: "", error: ""))
  }

  @Test func linesDoNotDependOnThreadsAndEachOther() {
    let lines = ["", "a", "al", "alpha ", "alpha", "bravo delta g", "x", " ", "a\tb", "alpha  "]
    let input = lines.map { $0 + "\n" }.joined()
    for model in Self.models {
      let expected = run("--threads 1", model, input: input)
      #expect(expected.status == 0)
      #expect(run("--threads 3", model, input: input).output == expected.output)
      for (index, line) in lines.enumerated() {
        let alone = run("--threads 1", model, input: line + "\n").output
        let number = "\(index + 1)\t"
        let found = expected.output.split(separator: "\n").filter { $0.hasPrefix(number) }
        #expect(
          found.map { $0.dropFirst(number.count) }
            == alone.split(separator: "\n").map { $0.dropFirst(2) }, "'\(line)' of \(model)")
      }
    }
  }

  @Test func anEmptyInputGivesNothing() {
    #expect(run("", input: "") == ProcessResult(status: 0, output: "", error: ""))
  }

  @Test(arguments: [
    ("--n-best 0", "--n-best is 0, but must be from 1 to 1000."),
    ("--beam-size 0", "--beam-size is 0, but must be from 1 to 1000."),
    ("--length 0", "--length is 0, but must be from 1 to 20000."),
    (
      "--t9 --keystrokes f", "--t9 and --keystrokes cannot be used together: omit one of them."
    ),
    ("--t9 --length 3", "--t9 completes whole words: omit --length 3."),
    ("--keystrokes f --length 3", "--keystrokes completes whole words: omit --length 3."),
  ])
  func wrongFlags(flags: String, message: String) {
    let usage = """
      Usage: dragoman complete <checkpoint> [--n-best <n>] [--length <n|word>] [--beam-size <n>] [--t9] \
      [--keystrokes <file>] [--json] [--precision <format>] [--threads <n>]
        See 'dragoman complete --help' for more information.
      """
    #expect(run(flags, input: "") == failure(64, message, usage))
  }

  @Test func wrongCheckpoints() {
    let translator = TrainedCheckpoint.directory + "/model"
    #expect(
      run("", translator, input: "")
        == failure(
          65, "\(translator) is a translator, not a language model.",
          "Use it with 'dragoman translate'."))
    #expect(
      run("", "text.txt", input: "")
        == failure(
          66, "text.txt is a file, not a checkpoint directory.",
          "To complete its lines: dragoman complete CHECKPOINT < text.txt"))
    #expect(
      run("", "Hello.", input: "")
        == failure(
          66, "'Hello.' is not a checkpoint: there is no such directory.",
          "To complete that text: echo \"Hello.\" | dragoman complete CHECKPOINT"))
  }
}
