// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Tab-separated files as spreadsheets write them: all readers skip and trim in the same way.
struct TabSeparatedTests {
  private let model = "\(TrainedCheckpoint.directory)/model"

  /// Files with the same meaning as `a\tA\nb c\tB C\n`.
  private static let files: [String] = [
    "a\tA\nb c\tB C\n", "\u{FEFF}a\tA\r\nb c\tB C\r\n", " a \tA\t\n\u{A0}b c\t\u{3000}B C \n",
    "a\tA\nb c\tB C\n\n", "a\tA\nb c\tB C\n \n\t\n\t\t\n", "source\ttarget\na\tA\nb c\tB C",
    "\n\na\tA\nb c\tB C", "a\tA\textra\nb c\tB C\textra\n",
  ]

  private func run(
    _ command: String, on text: String, input: String = ""
  ) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("p"))
    return Dragoman.run(command, in: directory.path, input: input)
  }

  @Test(arguments: files) func evaluateReadsTheSame(text: String) throws {
    let expected = try run("evaluate \(model) --pairs p", on: Self.files[0])
    let result = try run("evaluate \(model) --pairs p", on: text)
    #expect(result.status == 0 && result.output == expected.output, "\(result.error)")
  }

  @Test(arguments: files) func scoreReadsTheSame(text: String) throws {
    let expected = try run("score \(model) --pairs p", on: Self.files[0])
    let result = try run("score \(model) --pairs p", on: text)
    #expect(result.status == 0)
    #expect(
      result.output.split(separator: "\n") == expected.output.split(separator: "\n"))
  }

  @Test(arguments: files) func trainingReadsTheSame(text: String) throws {
    let result = try run(
      "train \(ToyCorpus.small) --epochs 1 --min-frequency 1 --checkpoint c --pairs p", on: text)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("3 words, 0.0 % of the text unknown\n"), "\(result.error)")
  }

  @Test(arguments: files) func aDictionaryReadsTheSame(text: String) throws {
    let input = String(repeating: "a zzz b\n", count: 30)
    let translate = "translate \(model) --quiet --sample --temperature 9 --replace-unknown"
    let dictionary = text.replacing("b c", with: "zzz").replacing("B C", with: "Zett")
    let expected = try run(translate, on: "", input: input).output
    #expect(expected.contains("zzz"))
    #expect(
      try run("\(translate) --dictionary p", on: dictionary, input: input).output
        == expected.replacing("zzz", with: "Zett"))
  }

  @Test func aDictionaryWithoutAWord() throws {
    let advice = "Each line of a --dictionary needs a word, a tab and its translation."
    let translate = "translate \(model) --replace-unknown --dictionary p"
    #expect(
      try run(translate, on: "a\tA\n \tB\n")
        == failure(65, "p, line 2: the word before the tab is missing.", advice))
    for text in ["", "\n", "word\ttranslation\n"] {
      let result = try run(translate, on: text)
      #expect(result.status == 65)
      #expect(result.error.hasSuffix("Error: p has no entries.\n\(advice)\n"), "\(result.error)")
    }
  }

  @Test func wordListsAreTrimmed() throws {
    let pca = "embeddings pca \(model) --side source --output o.tsv --words p"
    #expect(
      try run(pca, on: "\u{FEFF}Word\tGroup\r\n a \t first \r\n\u{A0}b\t\n \t\nc\t\t\n").error
        == run(pca, on: "word\tgroup\na\tfirst\nb\nc\n").error)
  }

  /// Output lines correspond to input lines by number, except for the header.
  @Test func scoreKeepsToTheLines() throws {
    let plain = try run("score \(model) --pairs p", on: "a\tA\nb\tB\n").output
    let scores = plain.split(separator: "\n")
    #expect(
      try run("score \(model) --pairs p", on: "\na\tA\n\n \t \nb\tB\n\n")
        == ProcessResult(
          status: 0, output: "\n\(scores[0])\n\n\n\(scores[1])\n", error: ""))
    #expect(
      try run("score \(model) --pairs p", on: "source\ttarget\na\tA\n\nb\tB\n")
        == ProcessResult(
          status: 0, output: "\(scores[0])\n\n\(scores[1])\n",
          error: "p: line 1 is a header; skipped.\n"))
    let json = try run("score \(model) --pairs p --json", on: "source\ttarget\na\tA\n\nb\tB\n")
    #expect(json.output.matches(of: /"line":([0-9]+)/).map { $0.1 } == ["2", "4"])
  }

  /// The translations may include those of blank lines and the header.
  @Test func hypothesesOfEveryLine() throws {
    let directory = TemporaryDirectory()
    try write("source\ttarget\na b c d\tA B C D\n\nb b c d\tB B C D\n", to: directory.path("p"))
    try write("Quelle\nA B C D\n\nB B C D\n", to: directory.path("all"))
    try write("A B C D\nB B C D\n", to: directory.path("pairs"))
    let results = ["all", "pairs"].map {
      Dragoman.run("evaluate --hypothesis \($0) --pairs p --metrics bleu", in: directory.path)
    }
    #expect(results[0].output.hasPrefix("BLEU = 100.00 "))
    #expect(results[0] == results[1])
  }

  /// A quotation mark is a character like any other.
  @Test func quotationMarksQuoteNothing() throws {
    let text = "\"a b\tA B\nb\tB\nsay \"a\"\t\"A\nc\"\tC\n\"\"\t«»\n"
    let result = try run(
      "train \(ToyCorpus.small) --epochs 1 --min-frequency 1 --checkpoint c --pairs p", on: text)
    #expect(result.error.hasPrefix("Training text: p, 5 pairs\n"), "\(result.error)")
    #expect(
      try run("score \(model) --pairs p", on: text).output.split(separator: "\n").count == 5)
  }
}
