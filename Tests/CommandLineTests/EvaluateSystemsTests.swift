// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Several systems in one table, with intervals and buckets. The expected figures are from
/// sacreBLEU.
struct EvaluateSystemsTests {
  private static let texts = [
    "r": "the cat sat on a mat\nIt is a dog .\n", "a": "the cat sat on the mat\nit is a dog .\n",
    "b": "a cat sits on a mat\nit a dog .\n",
    "s": "die Katze saß auf einer Matte\nDas ist ein Hund\n",
  ]

  private func run(_ arguments: String) throws -> ProcessResult {
    let directory = TemporaryDirectory()
    for (name, text) in Self.texts { try write(text, to: directory.path(name)) }
    return Dragoman.run("evaluate " + arguments, in: directory.path)
  }

  private func output(_ text: String) -> ProcessResult {
    ProcessResult(status: 0, output: text, error: "")
  }

  @Test func confidence() throws {
    #expect(
      try run("--hypothesis a --reference r --confidence --metrics ter,bleu,chrf")
        == output(
          """
          BLEU = 59.42 (μ = 59.80 ± 6.57) 81.8/66.7/57.1/40.0 (BP = 1.000 ratio = 1.000 hyp_len = 11 \
          ref_len = 11)
            nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
          chrF2 = 75.61 (μ = 76.65 ± 5.66)
            nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0
          TER = 9.09 (μ = 8.80 ± 8.33)
            nrefs:1|bs:1000|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0

          """))
  }

  @Test func aTableOfTexts() throws {
    #expect(
      try run("--hypothesis a b --reference r")
        == output(
          """
          system          BLEU       p         chrF2       p           TER       p
          a       59.42 ± 6.57          75.61 ± 5.66           9.09 ± 8.33
          b       31.44 ± 5.82  0.0010  40.85 ± 0.95  0.0010  27.27 ± 6.67  0.0010

          ±: half the width of the 95 % confidence interval. p: probability that so large a
          difference from a arises by chance. Paired bootstrap, 1,000 resamples, seed 12345.
          BLEU: nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
          chrF2: nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0
          TER: nrefs:1|bs:1000|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0

          """))
  }

  @Test func exactMatches() throws {
    let directory = TemporaryDirectory()
    try write("one\ntwo\nthree\nfour\n", to: directory.path("r"))
    try write("one\ntwo\nthree\nfive\n", to: directory.path("h"))
    try write("one\n2\n3\nFour\n", to: directory.path("g"))
    func run(_ arguments: String) -> ProcessResult {
      Dragoman.run("evaluate --reference r --metrics exact_match " + arguments, in: directory.path)
    }
    #expect(run("--hypothesis h") == output("exact match = 75.00\n  nrefs:1|case:mixed\n"))
    #expect(
      run("--hypothesis h g")
        == output(
          """
          system    exact match       p
          h       75.00 ± 37.50
          g       25.00 ± 37.50  0.0010

          ±: half the width of the 95 % confidence interval. p: probability that so large a
          difference from h arises by chance. Paired bootstrap, 1,000 resamples, seed 12345.
          exact match: nrefs:1|bs:1000|seed:12345|case:mixed

          """))
  }

  @Test func theTableHoldsWhatIsAskedFor() throws {
    #expect(
      try run(
        "--hypothesis b --hypothesis b --reference r --metrics ter --ter-case-sensitive "
          + "--ter-normalized --ter-no-punctuation --ter-asian-support --resamples 50 "
          + "--resampling-seed 7"
      )
        == output(
          """
          system           TER      p
          b       40.00 ± 8.33
          b       40.00 ± 8.33  equal

          ±: half the width of the 95 % confidence interval. p: probability that so large a
          difference from b arises by chance. Paired bootstrap, 50 resamples, seed 7.
          TER: nrefs:1|bs:50|seed:7|case:mixed|tok:tercom|norm:yes|punct:no|asian:yes|version:2.6.0

          """))
  }

  @Test func buckets() throws {
    let text = """
      BLEU = 31.44 70.0/50.0/33.3/12.5 (BP = 0.905 ratio = 0.909 hyp_len = 10 ref_len = 11)
        nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0

      BLEU by length of the source
      words  sentences      b
        1-5          1  46.31
       6-10          1  32.47

      """
    #expect(
      try run("--hypothesis b --reference r --source s --metrics bleu --buckets") == output(text))
    let directory = TemporaryDirectory()
    try write(
      "a a a a a a\tthe cat sat on a mat\nb b b b\tIt is a dog .\n", to: directory.path("p"))
    try write(Self.texts["b"] ?? "", to: directory.path("b"))
    #expect(
      Dragoman.run(
        "evaluate --hypothesis b --pairs p --metrics bleu --buckets", in: directory.path)
        == output(text))
  }

  @Test func aProgramReadsOneSystemWithoutAList() throws {
    #expect(
      try run("--hypothesis a --reference r --metrics chrf --json")
        == output(
          """
          {
            "chrf" : [
              {
                "name" : "chrF2",
                "score" : 75.61111771969276,
                "signature" : "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0"
              }
            ],
            "sentences" : 2
          }

          """))
  }

  @Test func aProgramReadsAllOfIt() throws {
    let result = try run(
      "--hypothesis a b --reference r --source s --metrics bleu --buckets --json")
    #expect(
      result.output.hasPrefix(
        """
        {
          "resamples" : 1000,
          "seed" : 12345,
          "sentences" : 2,
          "systems" : [
            {
              "bleu" : {
                "buckets" : [
                  {
                    "maximum_words" : 5,
                    "minimum_words" : 1,
                    "score" : 66.87
        """))
    for fact in [
      "\"half_width\" : 6.57", "\"mean\" : 59.80", "\"p_value\" : 0.000999000999000999,",
      "\"system\" : \"b\"",
    ] {
      #expect(result.output.contains(fact), "\(fact)")
    }
    #expect(!result.output.contains("chrf") && !result.output.contains("\"ter\""))
  }

  @Test func checkpoints() throws {
    try withToyCorpus { directory throws in
      func train(_ flags: String) {
        let result = Dragoman.run(
          "train \(ToyCorpus.training) \(ToyCorpus.small) \(flags)", in: directory)
        #expect(result.status == 0, "\(result.error)")
      }
      train("--checkpoint one --epochs 1")
      train("--checkpoint two --epochs 8 --learning-rate 0.02 --max-vocabulary 5")
      train("--checkpoint other --epochs 1 --target-language de")
      let files = "--source dev.en --reference dev.fr"

      let result = Dragoman.run("evaluate one two \(files) --resamples 100", in: directory)
      #expect(result.status == 0)
      let shape = result.output.replacing(#/[0-9]+\.[0-9]+/#, with: "#")
      #expect(
        shape.replacing(#/ +/#, with: " ")
          == """
          system BLEU p chrF2 p TER p perplexity
          one # ± # # ± # # ± # #
          two # ± # # # ± # # # ± # # #

          ±: half the width of the 95 % confidence interval. p: probability that so large a
          difference from one arises by chance. Paired bootstrap, 100 resamples, seed 12345.
          BLEU: nrefs:1|bs:100|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|version:#.0
          chrF2: nrefs:1|bs:100|seed:12345|case:mixed|eff:yes|nc:6|nw:0|space:no|version:#.0
          TER: nrefs:1|bs:100|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:#.0
          perplexity: per token of the references; not comparable, because the target vocabularies differ

          """)
      let lines = result.output.split(separator: "\n")
      #expect(lines[0].count == lines[1].count && lines[1].count == lines[2].count)
      let summaries = result.error.split(separator: "\n")
      #expect(summaries.map { $0.prefix(14) } == ["one: 20 lines,", "two: 20 lines,"])
      let alone = Dragoman.run("evaluate one \(files)", in: directory)
      let perplexity = try #require(lines[1].split(separator: " ").last)
      #expect(alone.output.contains("\nperplexity = \(perplexity)\n"))

      #expect(
        Dragoman.run("evaluate one two other \(files)", in: directory)
          == failure(
            64, "one translates from en to fr, but other from en to de.",
            "Evaluate checkpoints of different language pairs separately."))
    }
  }

  @Test func aTextOfAnotherLengthIsNamed() throws {
    let directory = TemporaryDirectory()
    try write("a\nb\n", to: directory.path("r"))
    try write("a\nb\nc\n", to: directory.path("h"))
    #expect(
      Dragoman.run("evaluate --hypothesis r h --reference r", in: directory.path)
        == failure(
          65, "The two sides differ in length: h has 3 lines, r has 2.",
          "Line i of one file must be the translation of line i of the other: look for a "
            + "line that was lost "
            + "or split."))
  }

  @Test(
    arguments: [
      (
        "--metrics bleu,rouge",
        "--metrics contains 'rouge', but may contain only bleu, chrf, ter, exact_match and accuracy, separated by commas."
      ),
      (
        "--metrics ''",
        "--metrics contains '', but may contain only bleu, chrf, ter, exact_match and accuracy, separated by commas."
      ),
      (
        "--metrics accuracy",
        "--metrics accuracy needs a checkpoint: the --hypothesis files do not show what a model would predict."
      ),
      ("--ter-normalized", "--ter-normalized needs --metrics to include ter."),
      ("--metrics bleu --chrf-word-order 2", "--chrf-word-order needs --metrics to include chrf."),
      ("--metrics ter --tokenization char", "--tokenization needs --metrics to include bleu."),
      (
        "--metrics ter --ter-asian-support",
        "--ter-asian-support needs --ter-normalized or --ter-no-punctuation."
      ),
      ("--resamples 10", "--resamples needs --confidence or several systems."),
      ("--resampling-seed 1", "--resampling-seed needs --confidence or several systems."),
      (
        "--confidence --resamples 0",
        "--resamples is 0, but must be from 1 to 1000000."
      ),
      (
        "--buckets",
        "--buckets needs the source text: add --source, or replace --reference with --pairs."
      ),
      ("--pairs p", "With --hypothesis, give either --reference or --pairs."),
      (
        "--beam-size 3",
        "--beam-size needs a checkpoint, but the --hypothesis files already contain translations: "
          + "omit --beam-size or --hypothesis."
      ),
      (
        "--precision int8",
        "--precision needs a checkpoint, but the --hypothesis files already contain translations: "
          + "omit --precision or --hypothesis."
      ),
    ])
  func optionsThatDoNothingAreRefused(options: String, message: String) throws {
    let result = try run("--hypothesis a --reference r " + options)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)\nUsage: dragoman "), "\(result.error)")
  }
}
