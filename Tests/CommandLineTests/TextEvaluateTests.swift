// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `evaluate` with language models.
struct TextEvaluateTests {
  private func evaluate(
    _ arguments: String, in directory: String = LineModel.directory
  ) -> ProcessResult {
    Dragoman.run("evaluate \(arguments)", in: directory)
  }

  private struct Report: Decodable {
    struct Model: Decodable {
      let checkpoint, unit, reset_state: String
      let units, unknown_units, characters, empty_lines_left_out: Int
      let negative_log_likelihood, loss, perplexity, bits_per_character: Double
    }

    let text: String
    let models: [Model]
  }

  private func report(_ arguments: String, in directory: String = LineModel.directory) throws
    -> Report
  {
    let result = evaluate(arguments + " --json", in: directory)
    #expect(result.status == 0, "\(result.error)")
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
  }

  @Test func modelsOfAllUnitsAreInOneTable() {
    let result = evaluate("model lines --text text.txt")
    #expect(result.status == 0)
    #expect(
      masked(result.output) == """
        checkpoint unit reset units characters unknown loss perplexity bits/character
        model character never 5,400 5,400 # % # # #
        lines word line 1,200 5,400 # % # # #

        loss: nats per unit. perplexity: per unit. Both include newlines.
        Compare models with different units by their bits/character.

        """, "\(result.output)")
    let notes = result.error.split(separator: "\n")
    #expect(notes.count == 2, "\(result.error)")
    #expect(notes.first?.hasPrefix("model: 5,400 units in ") == true)
    #expect(notes.last?.hasPrefix("lines: 1,200 units in ") == true)
    #expect(notes.allSatisfy { $0.hasSuffix(" units/s)") })
  }

  @Test func theLossIsTheMeanOfTheScores() throws {
    for model in ["model", "lines"] {
      for (reset, flag) in [("never", " --carry-state"), ("line", "")] {
        let found = try report("\(model) --text text.txt --reset-state \(reset)").models[0]
        let lines = Dragoman.run(
          "score \(model) --text text.txt\(flag)", in: LineModel.directory
        ).output.split(separator: "\n")
        let sum = lines.reduce(0) { $0 + (Double($1) ?? .nan) }
        #expect(lines.count == 300 && found.reset_state == reset)
        #expect(abs(sum + found.negative_log_likelihood) < 0.05, "\(model) \(reset)")
        #expect(abs(found.loss * Double(found.units) - found.negative_log_likelihood) < 1e-6)
        #expect(abs(exp(found.loss) - found.perplexity) < 1e-9)
        #expect(
          abs(
            found.bits_per_character * Double(found.characters) * log(2)
              - found.negative_log_likelihood) < 1e-6)
      }
    }
  }

  @Test func theStateIsResetAsInTrainingByDefault() throws {
    let models = try report("model lines --text text.txt").models
    #expect(models.map(\.checkpoint) == ["model", "lines"])
    #expect(models.map(\.unit) == ["character", "word"])
    #expect(models.map(\.reset_state) == ["never", "line"])
    #expect(models.map(\.characters) == [5400, 5400])
    let never = try report("model lines --text text.txt --reset-state never").models
    let line = try report("model lines --text text.txt --reset-state line").models
    #expect(models[0].loss == never[0].loss && models[1].loss == line[1].loss)
    #expect(models[0].loss < line[0].loss)
    #expect(line.map(\.units) == [5400, 1200] && never.map(\.units) == [5400, 1200])
  }

  @Test func charactersAreThoseThatReadersSee() throws {
    let directory = TemporaryDirectory()
    try write("a\u{301}\u{1F468}\u{200D}\u{1F469}\r\n\n\nalpha", to: directory.path("t"))
    let models = LineModel.directory
    let found = try report("\(models)/model \(models)/lines --text t", in: directory.path).models
    // The line end `\r\n` is one character; so is the end of the last line, if it is scored.
    #expect(found.map(\.characters) == [10, 9])
    #expect(found.map(\.units) == [10, 5])
    #expect(found.map(\.unknown_units) == [3, 2])
    #expect(found.map(\.empty_lines_left_out) == [0, 2])
    let table = evaluate("\(models)/model \(models)/lines --text t", in: directory.path)
    #expect(
      table.output.hasSuffix(
        """


        loss: nats per unit. perplexity: per unit. Both include newlines.
        Compare models with different units by their bits/character.
        If a model has unknown units, its bits/character is too low: their spelling is not counted.
        Where the state is reset at each line, 2 empty lines are left out.

        """), "\(table.output)")
  }

  @Test func aTextOfOneUnitHasALikelihood() throws {
    let directory = TemporaryDirectory()
    try write("aaaa", to: directory.path("t"))
    let found = try report("\(LineModel.directory)/model --text t", in: directory.path).models[0]
    #expect(found.units == 4 && found.characters == 4 && found.loss > 0)
  }

  @Test func threadsAndPrecision() throws {
    let one = try report("model lines --text text.txt --threads 1").models
    let three = try report("model lines --text text.txt --threads 3").models
    #expect(one.map(\.loss) == three.map(\.loss))
    let rounded = try report("model --text text.txt --precision int8").models[0]
    #expect(rounded.loss != one[0].loss && abs(rounded.loss - one[0].loss) < 0.1)
  }

  @Test func invalidLinesAreReported() throws {
    let directory = TemporaryDirectory()
    let bytes = Array("alpha\n".utf8) + [0x61, 0xFF, 0x0A] + Array("b\0\n".utf8)
    try write(bytes, to: directory.path("odd.txt"))
    let result = evaluate("\(LineModel.directory)/model --text odd.txt", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.error.hasSuffix(
        """
        units/s)
        odd.txt: 1 line is not valid UTF-8 (the first is line 2); the invalid bytes are read as U+FFFD.
        The invalid lines may be ISO-8859-1. If all of odd.txt is in that encoding, convert it: \
        iconv -f ISO-8859-1 -t UTF-8 odd.txt > odd.utf8.txt
        odd.txt: 1 line contains NUL bytes.

        """), "\(result.error)")
  }

  // MARK: - Wrong input

  @Test func textThatCannotBeEvaluated() throws {
    let directory = TemporaryDirectory()
    try write("", to: directory.path("empty"))
    try write("\n\n", to: directory.path("blank"))
    try write([0xE9, 0x0A, 0xE9, 0x0A], to: directory.path("latin"))
    try write([0x50, 0x4B, 3, 4, 20, 0, 0, 0], to: directory.path("zip"))
    let models = LineModel.directory
    func run(_ model: String, _ text: String) -> ProcessResult {
      evaluate("\(models)/\(model) --text \(text)", in: directory.path)
    }
    #expect(run("model", "empty") == failure(65, "empty has no text.", "Give a file with text."))
    #expect(run("lines", "blank") == failure(65, "blank has no text.", "Give a file with text."))
    #expect(
      run("model", "missing")
        == failure(
          66, "Cannot open missing: there is no such file.", "Check the spelling of the path."))
    #expect(run("model", ".") == failure(66, "Cannot open .: it is a directory, not a file."))
    let latin = run("model", "latin")
    #expect(latin.status == 65)
    #expect(
      latin.error.hasPrefix(
        "Error: latin is not UTF-8: none of its 2 lines is valid.\nIt looks like "))
    let zip = run("model", "zip")
    #expect(zip.status == 65 && zip.error.hasPrefix("Error: zip "), "\(zip.error)")
    #expect(
      evaluate("model lines --text /dev/null")
        == failure(
          64,
          "/dev/null can only be read once: save the text to a file to evaluate several models.",
          "See 'dragoman evaluate --help' for all options."))
  }

  @Test(
    arguments: [
      ("model", "With a language model, give --text."),
      ("--text t", "Give the checkpoint of a language model to evaluate."),
      (
        "model --source s --reference r",
        "--source is for translators, but model is a language model: give --text."
      ),
      (
        "model --text t --hypothesis h",
        "--hypothesis is for translators, but model is a language model: give --text."
      ),
      (
        "model --text t --metrics bleu",
        "--metrics is for translators, but model is a language model: omit --metrics."
      ),
      (
        "model --text t --confidence",
        "--confidence is for translators, but model is a language model: omit --confidence."
      ),
      (
        "model --text t --beam-size 5",
        "--beam-size is for translators, but model is a language model: omit --beam-size."
      ),
      (
        "nowhere --text t --max-length 5",
        "--max-length is for translators, but --text is for language models: omit --max-length."
      ),
      (
        "--hypothesis h --reference r --text t",
        "--text is for language models, but there is no language model: give --source and "
          + "--reference, or --pairs."
      ),
    ])
  func wrongFlags(arguments: String, message: String) {
    let result = evaluate(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.error.hasPrefix("Error: \(message)\nUsage: dragoman evaluate "), "\(result.error)")
  }

  @Test(
    arguments: [
      (
        "model model --text t",
        "--text is for language models, but model is a translator: give --source and --reference, "
          + "or --pairs."
      ),
      (
        "model --pairs p --reset-state line",
        "--reset-state is for language models, but model is a translator: omit --reset-state."
      ),
    ])
  func flagsOfLanguageModelsForATranslator(arguments: String, message: String) {
    let result = evaluate(arguments, in: TrainedCheckpoint.directory)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.error.hasPrefix("Error: \(message)\nUsage: dragoman evaluate "), "\(result.error)")
  }

  @Test func checkpointsOfTwoTasks() {
    let translator = TrainedCheckpoint.directory + "/model"
    for models in ["\(translator) model", "model lines \(translator)"] {
      #expect(
        evaluate("\(models) --text text.txt")
          == failure(
            64, "\(translator) is a translator, but model is a language model.",
            "Give checkpoints of one task at a time."))
    }
    #expect(
      evaluate("model nowhere --text text.txt")
        == failure(
          66, "nowhere is not a checkpoint: config.json is missing.",
          "Give the directory that 'dragoman train --checkpoint' wrote."))
  }
}
