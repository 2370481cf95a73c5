// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct EvaluateTests {
  private func scratch(_ files: [String: String], _ body: (String) -> Void) throws {
    let directory = TemporaryDirectory()
    for (name, text) in files { try write(text, to: directory.path(name)) }
    body(directory.path)
  }

  @Test func textAgainstText() throws {
    try scratch([
      "h": "the cat sat on the mat\nit is a dog .\n", "r": "the cat sat on a mat\nIt is a dog .\n",
    ]) { directory in
      #expect(
        Dragoman.run("evaluate --hypothesis h --reference r", in: directory)
          == ProcessResult(
            status: 0,
            output: """
              BLEU = 59.42 81.8/66.7/57.1/40.0 (BP = 1.000 ratio = 1.000 hyp_len = 11 ref_len = 11)
                nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
              chrF2 = 75.61
                nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0

              """, error: ""))
      let lowercased = Dragoman.run(
        "evaluate --hypothesis h --reference r --lowercase --chrf-word-order 2 --tokenization char",
        in: directory)
      #expect(lowercased.output.contains("|case:lc|eff:no|tok:char|"))
      #expect(lowercased.output.contains("\nchrF2++ = "))
    }
  }

  @Test func aModelIsScoredWithItsPerplexity() throws {
    let result = Dragoman.run(
      "evaluate model --source dev.en --reference dev.fr", in: TrainedCheckpoint.directory)
    #expect(result.status == 0)
    let pattern =
      /BLEU = .*\n  nrefs.*\nchrF2 = .*\n  nrefs.*\nperplexity = ([0-9.]+)\n  per token of the references, 66 tokens\n/
    let perplexity = try #require(result.output.wholeMatch(of: pattern))
    let history = Dragoman.run("describe model", in: TrainedCheckpoint.directory).output
    let best = try #require(history.firstMatch(of: /([0-9.]+) +[0-9.]+ +[0-9.]+  best/))
    #expect(perplexity.1 == best.1)
    #expect(result.error.hasPrefix("20 lines, 0 of 46 words unknown, "))
  }

  @Test func sidesOfUnequalLength() throws {
    try scratch(["h": "a\nb\n", "r": "a\nb\nc"]) { directory in
      #expect(
        Dragoman.run("evaluate --hypothesis h --reference r", in: directory)
          == failure(
            65, "The two sides differ in length: h has 2 lines, r has 3.",
            "Line i of one file must be the translation of line i of the other: look for a "
              + "line that was lost "
              + "or split."))
    }
  }

  @Test func badLines() throws {
    let directory = TemporaryDirectory()
    try write([0x61, 0x0A, 0xFF, 0x0A], to: directory.path("h"))
    #expect(
      Dragoman.run("evaluate --hypothesis h --reference h", in: directory.path)
        == failure(
          65, "h is not entirely UTF-8: 1 of its 2 lines is not valid (line 2).",
          "The invalid lines may be ISO-8859-1. If all of h is in that encoding, convert it: "
            + "iconv -f ISO-8859-1 -t UTF-8 h > "
            + "h.utf8"))
    try write("a\tA\nb\n", to: directory.path("p"))
    #expect(
      Dragoman.run("evaluate c --pairs p", in: directory.path)
        == failure(
          65, "p, line 2: there is no tab between source and reference.",
          "Each line needs the source, a tab and the reference."))
    try write("", to: directory.path("e"))
    #expect(
      Dragoman.run("evaluate --hypothesis e --reference e", in: directory.path)
        == failure(65, "e and e are empty.", "A corpus needs at least one sentence pair."))
  }
}
