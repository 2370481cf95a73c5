// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Files of pairs with more columns than source and target, and with a header.
struct ColumnsTests {
  private static let train =
    "train \(ToyCorpus.small) --epochs 1 --min-frequency 1 --checkpoint c --pairs p.tsv"

  /// Lines with an id, a source, an id and a target.
  private static func tatoeba(_ count: Int = 20, header: String = "") -> String {
    header
      + (0..<count).map { "\(1000 + $0)\tthe cat \($0)\t\(7000 + $0)\tle chat \($0)\n" }.joined()
  }

  private func run(_ command: String, on text: String) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("p.tsv"))
    return Dragoman.run(command, in: directory.path)
  }

  @Test(arguments: ["2,4", "4,2"]) func columnsByNumber(columns: String) throws {
    let result = try run("\(Self.train) --columns \(columns)", on: Self.tatoeba())
    #expect(result.status == 0)
    let words = columns.replacing(",", with: " and ")
    #expect(
      result.error.hasPrefix("Training text: p.tsv, columns \(words), 20 pairs\nNo dev set"),
      "\(result.error)")
  }

  @Test(arguments: ["english,french", "English,FRENCH", "2,french"])
  func columnsByName(columns: String) throws {
    let text = Self.tatoeba(header: "id\tenglish\tid\tfrench\n")
    let result = try run("\(Self.train) --columns \(columns)", on: text)
    #expect(
      result.error.hasPrefix(
        """
        Training text: p.tsv, columns 2 and 4, 20 pairs
        p.tsv: line 1 is a header; skipped.

        """), "\(result.error)")
  }

  @Test(
    arguments: [
      ("0,2", "'0,2', but must be two column numbers, counted from 1."),
      ("2,-1", "'2,-1', but must be two column numbers, counted from 1."),
      ("2,2", "'2,2', but must be two different columns."),
      ("a,a", "'a,a', but must be two different columns."),
      (
        "2",
        "'2', but must be a source and a target column, separated by a comma: --columns 2,4."
      ),
      (
        "1,2,3",
        "'1,2,3', but must be a source and a target column, separated by a comma: --columns 2,4."
      ),
    ])
  func columnsThatAreNone(columns: String, problem: String) throws {
    for command in ["train translation", "evaluate", "score"] {
      let call =
        command == "train translation"
        ? Self.train : "\(command) \(TrainedCheckpoint.directory)/model --pairs p.tsv"
      #expect(
        try run("\(call) --columns \(columns)", on: Self.tatoeba())
          == failure(
            64, "--columns is \(problem)", "See 'dragoman \(command) --help' for all options."))
    }
  }

  @Test func columnsWithoutPairs() throws {
    for (command, flags, pairs) in [
      (
        "train translation", "--checkpoint c --source s --target t", "--pairs or --dev-pairs"
      ),
      ("score", "c --source s --reference t", "--pairs"),
      ("evaluate", "c --source s --reference t", "--pairs"),
    ] {
      #expect(
        Dragoman.run("\(command) \(flags) --columns 2,4")
          == failure(
            64, "--columns needs \(pairs).",
            "See 'dragoman \(command) --help' for all options."))
    }
  }

  @Test func moreColumnsThanTheFileHas() throws {
    for call in [Self.train, "score \(TrainedCheckpoint.directory)/model --pairs p.tsv"] {
      #expect(
        try run("\(call) --columns 2,5", on: Self.tatoeba())
          == failure(
            65, "p.tsv has 4 columns, but --columns asks for column 5.",
            "Choose two of: 1 '1000', 2 'the cat 0', 3 '7000', 4 'le chat 0'."))
    }
  }

  @Test func unknownNames() throws {
    let text = Self.tatoeba(header: "id\tenglish\tid\tfrench\n")
    #expect(
      try run("\(Self.train) --columns english,german", on: text)
        == failure(
          65, "p.tsv has no column named 'german' in its first line.",
          "Choose two columns by name or number: 1 'id', 2 'english', 3 'id', 4 'french'."))
    #expect(
      try run("\(Self.train) --columns english,id", on: text)
        == failure(
          65, "p.tsv has 2 columns named 'id' in its first line.",
          "Choose columns by number: 1 'id', 2 'english', 3 'id', 4 'french'."))
    #expect(
      try run("\(Self.train) --columns english,2", on: text)
        == failure(
          65, "p.tsv: --columns names column 2 twice.",
          "Choose two different columns."))
  }

  @Test func linesWithTooFewColumnsAreCounted() throws {
    let result = try run("\(Self.train) --columns 2,4", on: Self.tatoeba() + "1\ta\t2\n")
    #expect(
      result.error.hasPrefix(
        """
        Training text: p.tsv, columns 2 and 4, 21 pairs, 1 skipped:
          1 pair with fewer than 4 columns (line 21)

        """), "\(result.error)")
    #expect(
      try run("\(Self.train) --columns 2,4 --strict", on: Self.tatoeba() + "1\ta\t2\n")
        == failure(
          65, "p.tsv, line 21: there is no column 4.",
          "Fix the line, or omit --strict."))
    #expect(
      try run(
        "score \(TrainedCheckpoint.directory)/model --columns 2,4 --pairs p.tsv",
        on: Self.tatoeba() + "1\ta\t2\n")
        == failure(
          65, "p.tsv, line 21: there is no column 4.",
          "Each line needs the columns that --columns selects."))
  }

  @Test func aRecipeChoosesColumns() throws {
    let directory = TemporaryDirectory()
    try write(Self.tatoeba(), to: directory.path("p.tsv"))
    try write("columns: 2,4\n", to: directory.path("r.yaml"))
    let result = Dragoman.run("\(Self.train) --config r.yaml", in: directory.path)
    #expect(result.error.hasPrefix("Training text: p.tsv, columns 2 and 4, 20 pairs\n"))
    try write("columns: 2\n", to: directory.path("r.yaml"))
    #expect(
      Dragoman.run("\(Self.train) --overwrite --config r.yaml", in: directory.path)
        == failure(
          65,
          "r.yaml, line 1: 'columns' is '2', but must be two columns, such as 2,4 or english,french."
        ))
  }

  @Test func resumingNeedsTheSameColumns() throws {
    let directory = TemporaryDirectory()
    try write(Self.tatoeba(), to: directory.path("p.tsv"))
    let train = "\(Self.train) --columns"
    #expect(Dragoman.run("\(train) 2,4", in: directory.path).status == 0)
    let same = Dragoman.run("\(train) 2,4 --resume --epochs 2", in: directory.path)
    #expect(same.status == 0, "\(same.error)")
    let other = Dragoman.run("\(train) 4,2 --resume --epochs 3", in: directory.path)
    #expect(other.status == 65)
    let message =
      /Error: The training corpus has changed since training began\.\n  was: (.*), columns 2 and 4\n  now: (.*), columns 4 and 2\n/
    let facts = try #require(other.error.firstMatch(of: message), "\(other.error)")
    #expect(facts.1 == facts.2)
  }

  @Test(arguments: ["source\ttarget", "English\tFrench", "en\tfr", "\u{FEFF}src\ttgt\r"])
  func aHeaderIsSkipped(header: String) throws {
    let pairs = (0..<20).map { "the cat \($0)\tle chat \($0)\n" }.joined()
    let result = try run(Self.train, on: "\(header)\n\(pairs)a b\n")
    #expect(
      result.error.hasPrefix(
        """
        Training text: p.tsv, 21 pairs, 1 skipped:
          1 pair without a tab (line 22)
        p.tsv: line 1 is a header; skipped.

        """), "\(result.error)")
  }

  @Test func aPairOfWordsIsNotAHeader() throws {
    let result = try run(Self.train, on: "Yes\tOui\nNo\tNon\n")
    #expect(result.error.hasPrefix("Training text: p.tsv, 2 pairs\nNo dev set"), "\(result.error)")
  }

  @Test(arguments: ["source\ttarget\n", "\n \n", "en\tfr\n\n"])
  func aCorpusOfNoPair(text: String) throws {
    #expect(
      try run(Self.train, on: text)
        == failure(
          65, "p.tsv contains no sentence pairs, only blank lines or a header.",
          "A corpus needs at least one sentence pair."))
  }
}
