// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `search-cells` on toy data: few steps of tiny models.
struct SearchCellsTests {
  private func search(_ flags: String, in directory: String) -> ProcessResult {
    Dragoman.run("search-cells \(ToySearch.flags) \(flags)", in: directory)
  }

  @Test func aStoppedSearchGivesTheSameLines() throws {
    try ToySearch.withData { directory throws in
      let finals = "--finalists 2 --repeats 2"
      let whole = search("--output whole --candidates 11 --threads 2 \(finals)", in: directory)
      #expect(whole.status == 0, "\(whole.error)")
      for count in [1, 5, 8, 11] {
        let part = search(
          "--output parts --candidates \(count) --finalists 0 --repeats 0 --threads 1",
          in: directory)
        #expect(part.status == 0, "\(part.error)")
        #expect(try ToySearch.lines(directory + "/parts/candidates.jsonl").count == count)
      }
      let last = search("--output parts --candidates 11 --threads 1 \(finals)", in: directory)
      #expect(last.status == 0 && last.error.hasPrefix("Continuing after 11 candidates.\n"))
      #expect(last.output == whole.output)
      for file in ["candidates.jsonl", "finals.jsonl"] {
        #expect(
          try ToySearch.lines("\(directory)/parts/\(file)")
            == ToySearch.lines("\(directory)/whole/\(file)"),
          "\(file)")
      }
      #expect(try ToySearch.lines(directory + "/whole/finals.jsonl").count >= 6)
      #expect(
        try names(in: directory + "/whole")
          == [".lock", "candidates.jsonl", "finals.jsonl", "search.json"])
    }
  }

  @Test func theTableRanksKnownCells() throws {
    try ToySearch.withData { directory throws in
      let result = search(
        "--output s --candidates 3 --finalists 1 --repeats 1 --tsv", in: directory)
      #expect(result.status == 0, "\(result.error)")
      let rows = result.output.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(rows.map { $0[0] } == ["1", "2", "3"])
      #expect(rows.allSatisfy { $0.count == 13 && $0[4] == "1" })
      #expect(Set(rows.map { $0[11] }) == ["LSTM", "GRU", "Elman"])
      #expect(Set(rows.map { $0[5] }) == ["1", "2", "3"])
      let scores = rows.compactMap { Double($0[1]) }
      #expect(scores == scores.sorted(by: >) && scores.count == 3)
      // At most 400 parameters in each of the three models.
      #expect(rows.allSatisfy { Int($0[9]).map { 900...1200 ~= $0 } ?? false }, "\(rows)")
      let table = search("--output s --candidates 3 --finalists 1 --repeats 1", in: directory)
      #expect(table.output.hasPrefix("rank   score   least    most  runs  in search  labeller"))
    }
  }

  @Test func aSignalLeavesWholeLines() throws {
    try ToySearch.withData { directory throws in
      let process = Dragoman.start(
        "search-cells \(ToySearch.flags) --output s --candidates 1000", in: directory)
      while let line = process.readErrorLine(), !line.hasPrefix("4: ") {}
      process.signal(SIGINT)
      let result = process.finish()
      #expect(result.status == 130 && result.output.isEmpty)
      #expect(
        try /(.*\n)*Interrupted after [0-9]+ candidates. Run the same command to continue.\n/
          .wholeMatch(in: result.error) != nil, "\(result.error)")
      let count = try ToySearch.lines(directory + "/s/candidates.jsonl").count
      #expect(count >= 2 && count.isMultiple(of: 2))
      let resumed = search("--output s --candidates \(count + 1) --finalists 0", in: directory)
      #expect(resumed.status == 0, "\(resumed.error)")
    }
  }

  @Test func theFileGivesOptions() throws {
    try ToySearch.withData { directory throws in
      try write(
        "candidates: 2\nfinalists: 0\nlabeller_steps: 1\nminutes: 5\nseed: 3\nbatch_size: 4\nwindow: 8\n",
        to: directory + "/cells.yaml")
      let result = Dragoman.run(
        "search-cells \(ToySearch.files) --config cells.yaml --output s --parameters 400",
        in: directory)
      #expect(result.status == 0, "\(result.error)")
      #expect(try ToySearch.lines(directory + "/s/candidates.jsonl").count == 2)
      let settings = String(
        decoding: try contents(of: directory + "/s/search.json"), as: UTF8.self)
      #expect(settings.contains("\"labeller_steps\" : 1,") && settings.contains("\"seed\" : 3,"))
    }
  }

  @Test func tooFewParametersAreRefused() throws {
    try ToySearch.withData { directory throws in
      let result = search("--output s --parameters 10", in: directory)
      #expect(result.status == 64)
      #expect(
        try /Error: --parameters is 10, but even a model with a single unit has [0-9]+\.\n/
          .wholeMatch(in: result.error) != nil, "\(result.error)")
      #expect(!FileManager.default.fileExists(atPath: directory + "/s"))
    }
  }

  @Test func anotherSearchIsRefused() throws {
    try ToySearch.withData { directory throws in
      #expect(search("--output s --candidates 1 --finalists 0", in: directory).status == 0)
      #expect(
        search("--output s --candidates 1 --learning-rate 0.5", in: directory)
          == failure(
            64,
            "The search in the --output directory was started with a different --learning-rate: see s/search.json.",
            "Give the same settings to continue it, or a different --output."))
      try write(ToyText.sentences(61), to: directory + "/text.txt")
      #expect(
        search("--output s --candidates 1", in: directory)
          == failure(
            65,
            "The search in the --output directory was started with different data: see s/search.json.",
            "Give the same files to continue it, or a different --output."))
      try write(ToyText.sentences(60), to: directory + "/text.txt")
      try write("{}\n", to: directory + "/s/candidates.jsonl")
      #expect(
        search("--output s --candidates 1", in: directory)
          == failure(
            65, "s/candidates.jsonl, line 1: this is not the next candidate of the search.",
            "Remove this line and those after it to continue, or give a different --output."))
      try write("{}\n", to: directory + "/s/search.json")
      #expect(
        search("--output s --candidates 1", in: directory)
          == failure(
            65, "s/search.json does not hold the settings of a search.",
            "Give a different --output."))
    }
  }

  @Test(arguments: [
    ("--parameters 1", "--parameters is 1, but must be from 10 to 1000000."),
    ("--candidates 0", "--candidates is 0, but must be from 1 to 1000000."),
    ("--minutes -1", "--minutes is -1.0, but must be at least 0 and finite."),
    ("--learning-rate 0", "--learning-rate is 0.0, but must be above 0 and finite."),
    ("--tournament 0", "--tournament is 0, but must be from 1 to 10000."),
    ("--repeats 2", "Give the files of each task: --tokens and --dev-tokens."),
  ])
  func wrongFlagsAreExplained(_ flags: String, _ message: String) throws {
    let directory = TemporaryDirectory()
    let result = Dragoman.run("search-cells --output s \(flags)", in: directory.path)
    #expect(
      result
        == failure(
          64, message, "See 'dragoman search-cells --help' for all options."))
  }

  @Test func wrongKeysAreExplained() throws {
    let directory = TemporaryDirectory()
    try write("candidates: 2\nparameter: 5\n", to: directory.path("c.yaml"))
    #expect(
      Dragoman.run("search-cells --output s --config c.yaml", in: directory.path)
        == failure(
          65, "c.yaml, line 2: 'parameter' is not a setting.", "Did you mean 'parameters'?"))
  }
}

/// A search on toy data.
enum ToySearch {
  static let files =
    "--tokens tokens.tsv --dev-tokens dev-tokens.tsv --examples examples.tsv "
    + "--dev-examples dev-examples.tsv --text text.txt --dev-text dev.txt"
  static let flags =
    "\(files) --parameters 400 --embedding-size 3 --batch-size 4 --window 8 --labeller-steps 20 "
    + "--classifier-steps 3 --language-model-steps 3 --population 5 --tournament 2"

  static func withData(_ body: (String) throws -> Void) throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(60), to: directory.path("tokens.tsv"))
    try write(ToyTokens.lines(10, seed: 9), to: directory.path("dev-tokens.tsv"))
    try write(ToyExamples.lines(40), to: directory.path("examples.tsv"))
    try write(ToyExamples.lines(20, seed: 8), to: directory.path("dev-examples.tsv"))
    try write(ToyText.sentences(60), to: directory.path("text.txt"))
    try write(ToyText.sentences(10), to: directory.path("dev.txt"))
    try body(directory.path)
  }

  /// Returns the lines without the times.
  static func lines(_ path: String) throws -> [String] {
    String(decoding: try contents(of: path), as: UTF8.self).split(separator: "\n").map(String.init)
      .map {
        $0.replacing(/,"seconds":[0-9.e-]+/, with: "")
      }
  }
}
