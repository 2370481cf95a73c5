// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `score` with language models.
struct TextScoreTests {
  private func score(
    _ arguments: String, _ input: String = "", in directory: String = TrainedLanguageModel.directory
  ) -> ProcessResult {
    Dragoman.run("score \(arguments)", in: directory, input: input)
  }

  private struct Record: Decodable {
    let line: Int
    let log_probability: Double
    let tokens: [String]
    let token_log_probabilities: [Double]
    let unknown_units: Int
  }

  private func records(_ result: ProcessResult) throws -> [Record] {
    #expect(result.status == 0)
    return try result.output.split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
  }

  @Test func eachLineHasItsScore() {
    let result = score("model", "alpha bravo\n\nxyz")
    #expect(result.status == 0)
    #expect(masked(result.output) == "#\n\n#\n")
    #expect(result.error == "3 of 16 units are unknown and scored as <unk>.\n")
    #expect(score("model") == ProcessResult(status: 0, output: "", error: ""))
  }

  @Test func tokensAreWrittenAsInTheVocabulary() {
    let result = score("model --per-token", "a\tb c\n")
    #expect(masked(result.output) == "#\ta:# \\t:# b:# \\s:# c:# \\n:#\n", "\(result.output)")
    #expect(result.error == "2 of 6 units are unknown and scored as <unk>.\n")
    let one = score("model --per-token", "alphax\n")
    #expect(masked(one.output) == "#\ta:# l:# p:# h:# a:# x:# \\n:#\n")
    #expect(one.error == "1 of 7 units is unknown and scored as <unk>.\n")
    let words = score("lines --per-token", "alpha  bravo\n", in: LineModel.directory)
    #expect(masked(words.output) == "#\talpha:# \\s\\s:# bravo:# </s>:#\n")
  }

  @Test(arguments: ["model", "lines", "model --carry-state", "lines --carry-state"])
  func aScoreIsTheSumOfItsTokens(arguments: String) throws {
    let input = "alpha bravo gamma\nbravo\nx delta\n"
    let plain = score(arguments, input, in: LineModel.directory).output.split(separator: "\n")
    let found = try records(score(arguments + " --json", input, in: LineModel.directory))
    #expect(found.map(\.line) == [1, 2, 3])
    #expect(found.map(\.unknown_units) == [0, 0, 1])
    for (line, record) in zip(plain, found) {
      let sum = record.token_log_probabilities.reduce(0, +)
      #expect(abs(sum - record.log_probability) < 1e-4)
      #expect(abs(sum - (Double(line) ?? 0)) < 1e-4)
      #expect(record.tokens.count == record.token_log_probabilities.count)
      #expect(record.token_log_probabilities.allSatisfy { $0 <= 0 })
    }
  }

  @Test func aCarriedStateKnowsTheLinesBefore() throws {
    for model in ["model", "lines"] {
      let input = "alpha bravo gamma\ndelta\ndelta\n"
      let fresh = try records(score("\(model) --json", input, in: LineModel.directory))
      let carried = try records(
        score("\(model) --json --carry-state", input, in: LineModel.directory))
      #expect(fresh[1].log_probability == fresh[2].log_probability)
      #expect(abs(carried[0].log_probability - fresh[0].log_probability) < 1e-4)
      #expect(abs(carried[1].log_probability - fresh[1].log_probability) > 1e-3)
      #expect(carried[1].log_probability != carried[2].log_probability)
    }
  }

  @Test func emptyLinesAreTextOnlyIfTheTextIsContinuous() throws {
    let input = "\nalpha\n\n"
    #expect(masked(score("model", input).output) == "\n#\n\n")
    #expect(masked(score("model --carry-state", input).output) == "#\n#\n#\n")
    #expect(try records(score("model --json", input)).map(\.line) == [2])
    let carried = try records(score("model --json --carry-state", input))
    #expect(carried.map(\.tokens) == [["\\n"], ["a", "l", "p", "h", "a", "\\n"], ["\\n"]])
    #expect(
      masked(score("lines --carry-state", input, in: LineModel.directory).output) == "\n#\n\n")
  }

  @Test func aFileIsReadLikeStandardInput() throws {
    let text = String(
      decoding: try contents(of: TrainedLanguageModel.directory + "/text.txt"), as: UTF8.self)
    let expected = score("model", text)
    #expect(expected.output.split(separator: "\n").count == 300 && expected.error.isEmpty)
    #expect(score("model --text text.txt") == expected)
    #expect(score("model --text text.txt --threads 3 --batch-size 7") == expected)
    #expect(score("model --text text.txt --precision int8").status == 0)
  }

  @Test func aPipeThatStaysOpenGetsItsAnswerAtOnce() {
    for flag in ["", " --carry-state"] {
      let process = Dragoman.start("score model\(flag)", in: TrainedLanguageModel.directory)
      process.send("alpha\n")
      #expect(process.readLine()?.hasPrefix("-") == true)
      process.closeInput()
      #expect(process.finish().status == 0)
    }
  }

  @Test func invalidLinesAreReported() throws {
    let bytes = Array("a\n".utf8) + [0x61, 0xFF, 0x0A] + Array("b\0\n".utf8)
    let notes = """
      , line 2: not valid UTF-8; the invalid bytes are read as U+FFFD.
      NAME, line 3: contains a NUL byte, which is read as U+FFFD.
      The invalid lines may be ISO-8859-1. If all of
      """
    let input = Dragoman.run("score model", in: TrainedLanguageModel.directory, bytes: bytes)
    #expect(input.status == 0 && masked(input.output) == "#\n#\n#\n")
    #expect(
      input.error.hasPrefix(
        "standard input" + notes.replacing("NAME", with: "standard input") + " the input is"))
    let directory = TemporaryDirectory()
    let path = directory.path("odd.txt")
    try write(bytes, to: path)
    let file = score("model --text \(path)")
    #expect(file.output == input.output)
    #expect(
      file.error == path + notes.replacing("NAME", with: path) + " \(path) is in that encoding, "
        + "convert it: iconv -f ISO-8859-1 -t UTF-8 \(path) > \(directory.path("odd.utf8.txt"))\n"
        + "2 of 8 units are unknown and scored as <unk>.\n")
  }

  // MARK: - Wrong input

  @Test(
    arguments: [
      (
        "model --source s --reference r",
        "--source is for translators, but model is a language model: give --text, or use standard input."
      ),
      (
        "model --pairs p --text t",
        "--pairs is for translators, but model is a language model: give --text, or use standard input."
      ),
      ("model --json --per-token", "--json includes the tokens: omit --per-token."),
    ])
  func wrongFlags(arguments: String, message: String) {
    let result = score(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)\nUsage: dragoman score "), "\(result.error)")
  }

  @Test(
    arguments: [
      (
        "model --text text.txt",
        "--text is for language models, but model is a translator: give --source and --reference, "
          + "or --pairs."
      ),
      (
        "model --pairs p --carry-state",
        "--carry-state is for language models, but model is a translator: omit --carry-state."
      ),
      ("model", "Give either --source and --reference, or --pairs."),
    ])
  func flagsOfLanguageModelsForATranslator(arguments: String, message: String) {
    let result = score(arguments, in: TrainedCheckpoint.directory)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)\nUsage: dragoman score "), "\(result.error)")
  }

  @Test func textThatCannotBeScored() throws {
    let directory = TemporaryDirectory()
    let files: [(name: String, bytes: [UInt8])] = [
      ("empty", []), ("mark", [0xEF, 0xBB, 0xBF]), ("zip", [0x50, 0x4B, 3, 4, 20, 0, 0, 0]),
    ]
    for (name, bytes) in files { try write(bytes, to: directory.path(name)) }
    let model = TrainedLanguageModel.directory + "/model"
    func run(_ text: String) -> ProcessResult {
      score("\(model) --text \(text)", in: directory.path)
    }
    #expect(run("empty") == failure(65, "empty has no text.", "Give a file with text."))
    #expect(run("mark") == failure(65, "mark has no text.", "Give a file with text."))
    #expect(
      run("missing")
        == failure(
          66, "Cannot open missing: there is no such file.", "Check the spelling of the path."))
    #expect(run(".") == failure(66, "Cannot open .: it is a directory, not a file."))
    let zip = run("zip")
    #expect(zip.status == 65 && zip.error.hasPrefix("Error: zip "), "\(zip.error)")
  }

  @Test func checkpointsOfTwoTasks() {
    let translator = TrainedCheckpoint.directory + "/model"
    #expect(
      score("model \(translator) --text text.txt")
        == failure(
          64, "\(translator) is a translator, but model is a language model.",
          "Give checkpoints of one task at a time."))
    #expect(
      score("model model")
        == failure(
          64, "Give one language model: ensembles are for translators.",
          "See 'dragoman score --help' for all options."))
    #expect(
      score("nowhere --text text.txt")
        == failure(
          66, "nowhere is not a checkpoint: config.json is missing.",
          "Give the directory that 'dragoman train --checkpoint' wrote."))
  }

  @Test(
    arguments: [
      (
        ["score", "model", "text.txt"], "text.txt is a file, not a checkpoint directory.",
        "Pass the file with --text: dragoman score model --text text.txt"
      ),
      (
        ["score", "model", "Hello there."],
        "'Hello there.' is not a checkpoint: there is no such directory.",
        "To score that sentence: echo \"Hello there.\" | dragoman score model"
      ),
      (
        ["evaluate", "--text", "text.txt", "model", "text.txt"],
        "text.txt is a file, not a checkpoint directory.",
        "Pass the file with --text: dragoman evaluate model --text text.txt"
      ),
    ])
  func aTextInPlaceOfACheckpoint(arguments: [String], message: String, advice: String) {
    let result = ChildProcess(
      [Dragoman.path] + arguments, directory: TrainedLanguageModel.directory,
      environment: ["NO_COLOR": "1"]
    ).finish()
    #expect(result == failure(66, message, advice))
  }
}
