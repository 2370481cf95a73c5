// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// `sample` with models whose letters are mostly certain, so that whole outputs are known.
struct SampleTests {
  private let directory = TrainedLanguageModel.directory

  private func sample(
    _ flags: String, input: String = "", model: String = "model"
  ) -> ProcessResult {
    Dragoman.run("sample \(model) \(flags)", in: directory, input: input)
  }

  private func success(_ output: String, _ error: String = "") -> ProcessResult {
    ProcessResult(status: 0, output: output, error: error)
  }

  @Test func theSeedTextComesFirst() {
    let expected = success("alpha\n")
    #expect(sample("al --length 3 --greedy") == expected)
    #expect(sample("--length 3 --greedy", input: "al\n") == expected)
    #expect(sample("--length 3 --greedy", input: "al") == expected)
    #expect(sample("--length 3 --greedy", input: "al\r\n") == expected)
    #expect(sample("al --length 3 --greedy --omit-seed") == success("pha\n"))
    // The argument is the seed text; standard input is not read.
    #expect(sample("al --length 3 --greedy", input: "br") == expected)
    #expect(sample("'' --length 5 --greedy", input: "br").output.count == 6)
  }

  @Test func onlyOneLineEndIsTakenFromTheSeedText() {
    #expect(sample("--length 1 --greedy", input: "alpha\n\n\n").output.hasPrefix("alpha\n\n"))
    #expect(!sample("--length 1 --greedy", input: "alpha\n").output.hasPrefix("alpha\n"))
    // Escapes are not read.
    let result = sample(#"al\npha --length 1 --greedy"#)
    #expect(result.output.hasPrefix(#"al\npha"#))
    #expect(
      result.error
        == "The model does not know 2 characters in the seed text: '\\\\' and 'n'.\n")
  }

  /// The text ends in a line end of its own, or gets one.
  @Test func theOutputEndsInOneLineEnd() {
    let outputs = (1...20).map {
      sample("--length 1 --top-k 2 --seed \($0)", input: "alpha bravo delta").output
    }
    #expect(Set(outputs) == ["alpha bravo delta\n", "alpha bravo delta \n"])
  }

  @Test func aReaderSeesEachLineAtOnce() {
    let process = Dragoman.start("sample model al --length 1000000000 --seed 4", in: directory)
    let lines = (0..<20).compactMap { _ in process.readLine() }
    #expect(lines.count == 20 && lines[0].hasPrefix("al"))
    process.signal(SIGINT)
    let result = process.finish()
    #expect(result.status == 130 && result.error.isEmpty)
    #expect(result.output.isEmpty || result.output.last == "\n")
    #expect(sample("al --length 100 --seed 4").output.hasPrefix(lines[0] + "\n" + lines[1]))
  }

  @Test func aReaderThatHasSeenEnoughEndsItQuietly() {
    let process = Dragoman.start("sample model al --length 1000000000", in: directory)
    #expect(process.readLine() != nil)
    process.closeOutput()
    #expect(process.finish() == ProcessResult(status: 141, output: "", error: ""))
  }

  @Test func aFullDiskIsAnError() {
    for flags in ["--length 3", "--length 3 --samples 2", "--length 3 --json"] {
      let shell = ["sh", "-c", "\"$0\" sample model al \(flags) > /dev/full"]
      let result = ChildProcess(shell + [Dragoman.path], directory: directory).finish()
      #expect(
        result == failure(74, "Cannot write standard output: the disk is full."), "\(flags)")
    }
  }

  @Test(arguments: ["float32", "int8"])
  func aSeedGivesTheSameTextForAnyThreads(precision: String) {
    func texts(_ flags: String) -> String {
      let result = sample("al --length 60 --precision \(precision) \(flags)")
      #expect(result.status == 0 && result.error.isEmpty)
      return result.output
    }
    let one = texts("--seed 5 --threads 1")
    let three = texts("--seed 5 --threads 1 --samples 3")
    #expect(three.hasPrefix("— sample 1 —\n\(one)\n— sample 2 —\nal"))
    for threads in 2...3 {
      #expect(texts("--seed 5 --threads \(threads)") == one)
      #expect(texts("--seed 5 --threads \(threads) --samples 3") == three)
    }
    #expect(texts("--seed 6") != one)
    #expect(texts("") != texts(""))
    #expect(texts("--seed 5 --temperature 3") != one)
    #expect(texts("--seed 5 --top-k 1") == texts("--greedy"))
    #expect(texts("--seed 5 --top-p 0.0001") == texts("--greedy"))
  }

  @Test func severalSamplesHaveHeadings() {
    #expect(
      sample("al --length 3 --temperature 0.01 --samples 2 --seed 1")
        == success(
          """
          — sample 1 —
          alpha

          — sample 2 —
          alpha

          """))
  }

  @Test func columnsFitTheWidth() {
    func columns(_ width: String, _ flags: String) -> String {
      Dragoman.run(
        "sample model al --length 3 --temperature 0.01 --seed 1 --side-by-side \(flags)",
        in: directory, with: ("COLUMNS", width)
      ).output
    }
    let expected = """
      — sample 1 —         │ — sample 2 —
      alpha                │ alpha

      """
    #expect(columns("43", "--samples 2") == expected)
    #expect(
      columns("42", "--samples 2")
        == "— sample 1 —\nalpha\n\n— sample 2 —\nalpha\n")
    #expect(columns("1", "").hasPrefix("—\n"))
    let lines = Dragoman.run(
      "sample model --length 300 --seed 1 --side-by-side --samples 3", in: directory,
      with: ("COLUMNS", "80")
    ).output.split(separator: "\n")
    #expect(lines.count > 10 && lines.allSatisfy { $0.count <= 80 })
  }

  @Test func jsonHasAnObjectForEachSample() {
    let flags = "al --temperature 0.01 --seed 7 --json"
    #expect(
      sample("\(flags) --length 3 --samples 2")
        == success(
          #"{"ending":"length","sample":1,"seed":7,"text":"alpha"}"# + "\n"
            + #"{"ending":"length","sample":2,"seed":7,"text":"alpha"}"# + "\n"))
    #expect(
      sample("\(flags) --length 9 --stop ha --omit-seed")
        == success(#"{"ending":"stop","sample":1,"seed":7,"text":"p"}"# + "\n"))
    #expect(
      sample("al --length 1 --greedy --json")
        == success(#"{"ending":"length","sample":1,"text":"alp"}"# + "\n"))
    let units = Dragoman.run(
      "sample word --length 9 --greedy --json", in: TrainedUnitModels.directory,
      input: "alpha bravo delta")
    #expect(
      units == success(#"{"ending":"end","sample":1,"text":"alpha bravo delta"}"# + "\n"))
  }

  @Test func theStopStringIsLeftOut() {
    #expect(sample("al --length 9 --greedy --stop h") == success("alp\n"))
    // It is more than one unit long, and its first part comes earlier as well.
    #expect(sample("--length 9 --greedy --stop ha", input: "h al") == success("h alp\n"))
    #expect(sample("al --length 3 --greedy --stop hab") == success("alpha\n"))
    #expect(sample("al --length 3 --greedy --stop al") == success("alpha\n"))
    #expect(sample("al --length 3 --greedy --stop pha") == success("al\n"))
  }

  @Test func unknownCharactersAreReported() {
    let result = sample("--length 1 --greedy --omit-seed", input: "alpha é€é ")
    #expect(result.status == 0)
    #expect(result.error == "The model does not know 2 characters in the seed text: 'é' and '€'.\n")
    #expect(
      sample("--length 1 --greedy", input: "1234567\talpha").error
        == """
        The model does not know 8 characters in the seed text, such as '1', '2', '3', '4' and '5'.

        """)
    let invalid = Dragoman.run(
      "sample model --length 3 --greedy", in: directory, bytes: [0xFF] + Array("alpha al".utf8))
    #expect(invalid.output.hasPrefix("\u{FFFD}alpha al"))
    #expect(
      invalid.error
        == """
        The seed text is not valid UTF-8; the invalid bytes are read as U+FFFD.
        The model does not know 1 character in the seed text: '\u{FFFD}'.

        """)
  }

  @Test(arguments: ["word", "subword"])
  func spacesBetweenWordsAreImplied(unit: String) {
    func sample(_ input: String) -> String {
      Dragoman.run(
        "sample \(unit) --length 20 --temperature 0.01 --seed 1", in: TrainedUnitModels.directory,
        input: input
      ).output
    }
    let text = sample("alpha")
    let words = text.dropLast().split(separator: " ", omittingEmptySubsequences: false)
    #expect(words.count == 3)
    #expect(words.allSatisfy { ["alpha", "bravo", "delta", "gamma"].contains($0) })
    #expect(sample("alpha ") == text)
  }

  @Test func unknownWordsAreReported() {
    let result = Dragoman.run(
      "sample word --length 1 --greedy", in: TrainedUnitModels.directory, input: "alpha, zulu ")
    #expect(
      result.error == "The model does not know 2 words in the seed text: ',' and 'zulu'.\n")
    #expect(result.output.hasPrefix("alpha, zulu "))
  }

  @Test(arguments: [
    ("--temperature 0", "--temperature is 0.0, but must be above 0."),
    ("--temperature -1", "--temperature is -1.0, but must be above 0."),
    ("--top-k 0", "--top-k is 0, but must be from 1 to 16777216."),
    ("--top-p 1.5", "--top-p is 1.5, but must be above 0 and at most 1."),
    ("--length 0", "--length is 0, but must be from 1 to 1000000000."),
    ("--samples 0", "--samples is 0, but must be from 1 to 1000."),
    ("--stop ''", "--stop is empty."),
    (
      "--greedy --temperature 1",
      "--greedy and --temperature cannot be used together: omit one of them."
    ),
    ("--greedy --top-k 3", "--greedy and --top-k cannot be used together: omit one of them."),
    ("--greedy --top-p 1", "--greedy and --top-p cannot be used together: omit one of them."),
    ("--greedy --seed 3", "--greedy and --seed cannot be used together: omit one of them."),
    (
      "--greedy --samples 2",
      "--greedy and --samples 2 cannot be used together: all samples would be the same."
    ),
    (
      "--side-by-side --json",
      "--side-by-side and --json cannot be used together: omit one of them."
    ),
  ])
  func wrongFlags(flags: String, message: String) {
    let usage = """
      Usage: dragoman sample [<options>] <checkpoint> [<text>]
        See 'dragoman sample --help' for more information.
      """
    #expect(sample(flags) == failure(64, message, usage))
  }

  @Test func wrongCheckpoints() throws {
    let translator = TrainedCheckpoint.directory + "/model"
    #expect(
      sample("", model: translator)
        == failure(
          65, "\(translator) is a translator, not a language model.",
          "Use it with 'dragoman translate'."))
    #expect(
      sample("", model: "text.txt")
        == failure(
          66, "text.txt is a file, not a checkpoint directory.",
          "To continue it: dragoman sample CHECKPOINT < text.txt"))
    #expect(
      sample("", model: "Hello!")
        == failure(
          66, "'Hello!' is not a checkpoint: there is no such directory.",
          "To continue that text: dragoman sample CHECKPOINT 'Hello!'"))
  }

  @Test func inputThatIsNotText() {
    #expect(
      Dragoman.run("sample model", in: directory, bytes: [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0])
        == failure(
          65, "Standard input is compressed data (gzip), not text.",
          "Unpack it: gzip -dc FILE | dragoman sample …"))
    #expect(
      Dragoman.run(
        "sample model", in: directory, bytes: [UInt8](repeating: 0x61, count: (1 << 24) + 1))
        == failure(
          65, "The seed text on standard input is longer than 16 MiB.",
          "Give only its end: tail -c 10000 FILE | dragoman sample …"))
  }
}
