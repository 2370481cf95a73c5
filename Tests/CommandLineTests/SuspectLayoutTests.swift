// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Columns that are almost certainly not sentences and their translations.
struct SuspectLayoutTests {
  private static let train = "train \(ToyCorpus.small) --epochs 1 --min-frequency 1 --checkpoint c"
  private static let anyway = "add --allow-suspect-columns to use the text anyway"

  /// Runs a command on a file of 20 lines, in which `#` stands for the line number.
  private func run(
    _ line: String, _ flags: String = "", command: String = train, name: String = "p.tsv"
  ) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    let lines = (100..<120).map { line.replacing("#", with: "\($0)") + "\n" }
    try write(lines.joined(), to: directory.path(name))
    return Dragoman.run("\(command) --pairs \(name) \(flags)", in: directory.path)
  }

  private static let english = "the cat # sleeps"
  private static let french = "le chat # dort"

  @Test(
    arguments: [
      ("#\t\(english)\t7#\t\(french)", 1, "a number, such as '100'", 2, 4),
      ("#\t\(english)\t7#\t\(french)\tCC-BY 2.0 by # me", 1, "a number, such as '100'", 2, 4),
      ("0.#\t\(english)\t\(french)", 1, "a score, such as '0.100'", 2, 3),
      ("\(english)\t0.#\t\(french)", 2, "a score, such as '0.100'", 1, 3),
      ("\(english)\t#\t\(french)", 2, "a number, such as '100'", 1, 3),
      ("eng\t\(english)\tfra\t\(french)", 1, "a language code, such as 'eng'", 2, 4),
      ("eng_Latn\t\(english)\t\(french)", 1, "a language code, such as 'eng_Latn'", 2, 3),
      ("\(english)\tfr-CA\t\(french)", 2, "a language code, such as 'fr-CA'", 1, 3),
      ("\(english)\tuser#\t\(french)", 2, "a single word, such as 'user100'", 1, 3),
      ("2020-01-02\t\(english)\t\(french)", 1, "a number, such as '2020-01-02'", 2, 3),
    ])
  func aColumnThatIsNoText(line: String, column: Int, what: String, first: Int, second: Int) throws
  {
    for command in [
      Self.train, "score \(TrainedCheckpoint.directory)/model",
      "evaluate \(TrainedCheckpoint.directory)/model",
    ] {
      #expect(
        try run(line, command: command)
          == failure(
            65, "p.tsv: column \(column) of every line is \(what), not a sentence.",
            "Columns \(first) and \(second) look like sentences: choose them with --columns "
              + "\(first),\(second), or \(Self.anyway). Or extract them: cut -f\(first),\(second) "
              + "p.tsv > p.\(first)-\(second).tsv"))
    }
    let better = try run(line, "--columns \(first),\(second)")
    #expect(better.status == 0, "\(better.error)")
    let allowed = try run(line, "--allow-suspect-columns")
    #expect(allowed.status == 0, "\(allowed.error)")
  }

  @Test(arguments: 1...3) func theSameForAnyNumberOfThreads(threads: Int) throws {
    let directory = TemporaryDirectory()
    let lines = (0..<20_000).map { "\($0)\tthe cat \($0) sleeps\t7\tle chat \($0) dort\n" }
    try write(lines.joined(), to: directory.path("p.tsv"))
    let result = Dragoman.run(
      "\(Self.train) --threads \(threads) --pairs p.tsv", in: directory.path)
    #expect(
      result
        == failure(
          65, "p.tsv: column 1 of every line is a number, such as '0', not a sentence.",
          "Columns 2 and 4 look like sentences: choose them with --columns 2,4, or \(Self.anyway). "
            + "Or extract them: cut -f2,4 p.tsv > p.2-4.tsv"))
  }

  @Test func noColumnsToSuggest() throws {
    #expect(
      try run("#\t\(Self.english)")
        == failure(
          65, "p.tsv: column 1 of every line is a number, such as '100', not a sentence.",
          "Choose the source and target columns with --columns, for example --columns 2,4, or "
            + "\(Self.anyway)."))
  }

  @Test func columnsInAnotherOrder() throws {
    #expect(
      try run("#\t\(Self.english)\t7#\t\(Self.french)", "--columns 4,1")
        == failure(
          65, "p.tsv: column 1 of every line is a number, such as '100', not a sentence.",
          "Columns 2 and 4 look like sentences: choose them with --columns 4,2, or \(Self.anyway).")
    )
  }

  @Test func columnsThatAreTheSame() throws {
    #expect(
      try run("\(Self.english)\t\(Self.english)\t\(Self.french)")
        == failure(
          65, "p.tsv: columns 1 and 2 are the same on every line.",
          "Columns 1 and 3 look like sentences: choose them with --columns 1,3, or \(Self.anyway). "
            + "Or extract them: cut -f1,3 p.tsv > p.1-3.tsv"))
  }

  @Test func theSuggestedCommandIsQuoted() throws {
    let directory = TemporaryDirectory()
    let lines = (0..<9).map { "\($0)\tthe cat \($0) sleeps\t7\tle chat \($0) dort\n" }
    try write(lines.joined(), to: directory.path("it's.tsv"))
    let result = Dragoman.run("\(Self.train) --pairs it's.tsv", in: directory.path)
    #expect(
      result.error.hasSuffix(#"cut -f2,4 'it'\''s.tsv' > 'it'\''s.2-4.tsv'"# + "\n"),
      "\(result.error)")
  }

  private func files(
    _ source: String, _ target: String, command: String = train, option: String = "target",
    _ flags: String = ""
  ) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    for (name, line) in [("s.en", source), ("s.fr", target)] {
      let lines = (100..<120).map { line.replacing("#", with: "\($0)") + "\n" }
      try write(lines.joined(), to: directory.path(name))
    }
    return Dragoman.run(
      "\(command) --source s.en --\(option) s.fr \(flags)", in: directory.path)
  }

  @Test(
    arguments: [
      (english, "#", "Every line of s.fr is a number, such as '100', not a sentence."),
      ("0.#", french, "Every line of s.en is a score, such as '0.100', not a sentence."),
      (english, "fra", "Every line of s.fr is a language code, such as 'fra', not a sentence."),
      (english, "no", "Every line of s.fr is a language code, such as 'no', not a sentence."),
      (english, "bad#", "Every line of s.fr is a single word, such as 'bad100', not a sentence."),
      (english, english, "s.en and s.fr are the same on every line."),
    ])
  func twoFiles(source: String, target: String, message: String) throws {
    let expected = failure(
      65, message, "Give a file of sentences and a file of their translations, or \(Self.anyway).")
    #expect(try files(source, target) == expected)
    #expect(
      try files(
        source, target, command: "score \(TrainedCheckpoint.directory)/model", option: "reference")
        == expected)
    #expect(try files(source, target, "--allow-suspect-columns").status == 0)
  }

  @Test func aDevSet() throws {
    let directory = TemporaryDirectory()
    let lines = (0..<20).map { "\($0)\tthe cat \($0) sleeps\t7\tle chat \($0) dort\n" }
    try write(lines.joined(), to: directory.path("d.tsv"))
    try write("the cat\tle chat\n", to: directory.path("p.tsv"))
    #expect(
      Dragoman.run("\(Self.train) --pairs p.tsv --dev-pairs d.tsv", in: directory.path)
        == failure(
          65, "d.tsv: column 1 of every line is a number, such as '0', not a sentence.",
          "Columns 2 and 4 look like sentences: choose them with --columns 2,4, or \(Self.anyway). "
            + "Or extract them: cut -f2,4 d.tsv > d.2-4.tsv"))
  }
}
