// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `translate` and `score` beyond greedy search.
struct SearchCommandTests {
  private let directory = TrainedCheckpoint.directory

  private func run(_ arguments: String, input: String = "") -> ProcessResult {
    Dragoman.run(arguments, in: directory, input: input)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private struct Record: Decodable {
    struct Hypothesis: Decodable {
      let translation: String
      let score: Double
      let log_probability: Double
      let token_log_probabilities: [Double]
      let tokens: [String]
    }

    let translation: String
    let tokens: [String]
    let source: String
    let score: Double?
    let log_probability: Double?
    let token_log_probabilities: [Double]?
    let hypotheses: [Hypothesis]?
  }

  private func records(_ arguments: String, input: String) throws -> [Record] {
    let result = run("translate model --quiet --json \(arguments)", input: input)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    return try lines(result.output).map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
  }

  @Test func nBestListsHaveTheLineTheScoreAndTheTranslation() throws {
    let result = run("translate model --quiet --beam-size 3 --n-best 2", input: "a b\n\nc\n")
    let rows = lines(result.output).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(rows.map { String($0[0]) } == ["1", "1", "2", "3", "3"])
    #expect(rows.allSatisfy { $0.count == 3 })
    #expect(rows[2] == ["2", "0", ""])
    let scores = rows.map { Double($0[1]) ?? .nan }
    #expect(scores[0] >= scores[1] && scores[3] >= scores[4] && scores[0] < 0)
    let best = run("translate model --quiet --beam-size 3", input: "a b\n\nc\n")
    #expect(lines(best.output) == [rows[0], rows[2], rows[3]].map { String($0[2]) })
  }

  @Test func jsonCarriesScoresAndHypotheses() throws {
    let greedy = try records("--length-penalty average", input: "a b c\n\n")
    #expect(greedy[0].translation == "A B C")
    #expect(greedy[0].token_log_probabilities?.count == 4)
    let sum = greedy[0].token_log_probabilities?.reduce(0, +) ?? .nan
    #expect(abs(sum - (greedy[0].log_probability ?? 0)) < 1e-4)
    #expect(abs((greedy[0].score ?? 0) - sum / 4) < 1e-4)
    #expect(greedy[0].hypotheses == nil)
    #expect(greedy[1].score == nil && greedy[1].translation == "")

    let beam = try records("--beam-size 4 --n-best 4 --length-penalty none", input: "a b c\n")[0]
    let hypotheses = try #require(beam.hypotheses)
    #expect(hypotheses.count == 4)
    #expect(hypotheses[0].translation == beam.translation && hypotheses[0].score == beam.score)
    #expect(hypotheses.allSatisfy { $0.score == $0.log_probability })
    #expect(Set(hypotheses.map(\.translation)).count == 4)
    #expect(hypotheses.map(\.score) == hypotheses.map(\.score).sorted(by: >))
  }

  @Test(arguments: [
    "--beam-size 4", "--sample --seed 3 --top-p 0.9", "--beam-size 2 --min-length 5",
    "--no-repeat-ngrams 1 --length-penalty 0.6 --beam-size 3",
  ])
  func theAnswersDoNotDependOnBatchesAndThreads(flags: String) throws {
    let source = String(decoding: try contents(of: directory + "/train.en"), as: UTF8.self)
    let expected = run("translate model --quiet --batch-size 1 --threads 1 \(flags)", input: source)
    #expect(lines(expected.output).count == ToyCorpus.trainingPairs)
    for company in ["--batch-size 7 --threads 1", "--batch-size 64 --threads 2"] {
      let found = run("translate model --quiet \(company) \(flags)", input: source)
      #expect(found == expected, "\(company)")
    }
  }

  /// Even if lines arrive one at a time, and whatever lines are between them.
  @Test func samplesDependOnTheSeedAndTheNumberOfTheLine() {
    let flags = "translate model --quiet --sample --temperature 3"
    let input = String(repeating: "a b c\n", count: 12)
    let first = run(flags, input: input)
    #expect(run(flags + " --seed 1", input: input) == first)
    #expect(run(flags + " --seed 2", input: input).output != first.output)
    #expect(Set(lines(first.output)).count > 6)
    let process = Dragoman.start(flags, in: directory)
    for line in lines(first.output) {
      process.send("a b c\n")
      #expect(process.readLine() == line)
    }
    process.closeInput()
    #expect(process.finish().status == 0)
    let several = run(flags + " --n-best 3", input: "a b c\n")
    #expect(lines(several.output).count == 3)
  }

  @Test func constraintsAndPrefixesHold() throws {
    let long = try records("--min-length 6", input: "a b\n")[0]
    #expect(long.tokens.count >= 6)
    let single = try records("--min-length 6 --no-repeat-ngrams 1", input: "a b\n")[0]
    #expect(Set(single.tokens).count == single.tokens.count)

    let prefixed = try records(
      "--prefix-column --beam-size 2", input: "a b\tC\na b\na b\tUnheard C\n\tC\n")
    #expect(prefixed.map { $0.tokens.first } == ["C", "A", "Unheard", nil])
    #expect(prefixed[0].source == "a b")
    #expect(prefixed[2].translation.hasPrefix("Unheard C"))
    #expect(
      run("translate model --quiet", input: "a b\tC\n")
        != run("translate model --quiet --prefix-column", input: "a b\tC\n"))
  }

  @Test func scoresAreThoseOfTheTranslations() throws {
    let directory = TemporaryDirectory()
    let found = try records("--beam-size 3", input: "a b c\nd\n")
    let pairs = found.map { "\($0.source)\t\($0.translation)\n" }.joined()
    try write(pairs, to: directory.path("pairs"))
    try write("a b c\nd\n", to: directory.path("source"))
    try write(found.map { $0.translation + "\n" }.joined(), to: directory.path("reference"))
    let plain = run("score model --pairs \(directory.path)/pairs")
    #expect(plain.status == 0 && plain.error.isEmpty)
    for (line, found) in zip(lines(plain.output), found) {
      #expect(abs((Double(line) ?? 0) - (found.log_probability ?? .nan)) < 1.01e-4)
    }
    #expect(
      run("score model --source \(directory.path)/source --reference \(directory.path)/reference")
        == plain)
    let tokens = run("score model --pairs \(directory.path)/pairs --per-token")
    #expect(
      tokens.output.wholeMatch(
        of:
          /-[0-9.]+\tA:-[0-9.]+ B:-[0-9.]+ C:-[0-9.]+ <\/s>:-[0-9.]+\n-[0-9.]+\tD:-[0-9.]+ <\/s>:-[0-9.]+\n/
      )
        != nil, "\(tokens.output)")
    let json = lines(run("score model --pairs \(directory.path)/pairs --json").output)
    #expect(json.count == 2)
    #expect(
      json[1].hasPrefix(
        #"{"is_reference_cut":false,"is_source_cut":false,"line":2,"log_probability":-"#))
    #expect(json[1].hasSuffix(#","tokens":["D"],"unknown_words":0}"#))
  }

  @Test func alignmentsNeedAttention() throws {
    for flag in ["--alignments", "--coverage-penalty 0.2"] {
      let name = flag.split(separator: " ")[0]
      #expect(
        run("translate model \(flag)")
          == failure(
            64,
            "\(name) requires a model with attention, but model has none: omit \(name), or train with "
              + "--attention.", "See 'dragoman translate --help' for all options."))
    }
    try withToyCorpus { directory in
      let trained = Dragoman.run(
        "train \(ToyCorpus.training) --checkpoint a \(ToyCorpus.small) --epochs 1 --attention general",
        in: directory)
      #expect(trained.status == 0, "\(trained.error)")
      let input = "a b c\n\n"
      func translate(_ flags: String) -> ProcessResult {
        Dragoman.run(
          "translate a --quiet --max-length 5 --beam-size 2 \(flags)", in: directory, input: input)
      }
      let plain = lines(translate("").output)
      let aligned = lines(translate("--alignments --coverage-penalty 0").output)
      #expect(aligned[0].wholeMatch(of: /.*\t([0-2]-[0-4]( [0-2]-[0-4])*)?/) != nil, "\(aligned)")
      #expect(aligned.map { String($0.prefix { $0 != "\t" }) } == plain)
      #expect(aligned[1] == "\t")
      let several = lines(translate("--alignments --n-best 2").output)
      #expect(several[0].split(separator: "\t", omittingEmptySubsequences: false).count == 4)
      #expect(several.last == "2\t0\t\t")
      let json = lines(translate("--alignments --json").output)
      #expect(json[0].hasPrefix(#"{"alignment":["#))
      #expect(json[0].contains(#","attention":[["#))
      #expect(json[0].contains(#","source_units":["a","b","c"],"#))
      #expect(!json[1].contains("attention"))
    }
  }

  @Test func unknownWordsAreReplaced() throws {
    let flags = "translate model --quiet --sample --temperature 9"
    let input = String(repeating: "a zzz b\n", count: 30)
    let plain = run(flags, input: input).output
    #expect(plain.contains("<unk>"))
    #expect(
      run(flags + " --replace-unknown", input: input).output
        == plain.replacing("<unk>", with: "zzz"))
    let directory = TemporaryDirectory()
    try write("zzz\tZett\nzzz\tother\n", to: directory.path("d"))
    #expect(
      run(flags + " --replace-unknown --dictionary \(directory.path)/d", input: input).output
        == plain.replacing("<unk>", with: "Zett"))
  }

  @Test func dictionariesHaveWordsOfTheirOwn() throws {
    let directory = TemporaryDirectory()
    try write("zzz\tZett\nyyy\n", to: directory.path("d"))
    try write("", to: directory.path("empty"))
    let translate = "translate \(self.directory)/model --replace-unknown --dictionary"
    let advice = "Each line of a --dictionary needs a word, a tab and its translation."
    #expect(
      Dragoman.run("\(translate) d", in: directory.path)
        == failure(65, "d, line 2: there is no tab between word and translation.", advice))
    #expect(
      Dragoman.run("\(translate) empty", in: directory.path)
        == failure(65, "empty has no entries.", advice))
  }
}
