// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The shares of correct tokens and of exact translations.
struct AccuracyTests {
  /// The references are translations of the model itself, with an error in one line.
  @Test func accuracyCountsTokensAndExactMatchLines() throws {
    let directory = TemporaryDirectory()
    let model = TrainedCheckpoint.directory + "/model"
    try write("a b\nc\nd e f\n", to: directory.path("s"))
    let translated = Dragoman.run(
      "translate \(model)", in: directory.path, input: "a b\nc\nd e f\n")
    #expect(translated.output == "A B\nC\nD E F\n")
    try write("A B\nC\nD E E\n", to: directory.path("r"))
    let arguments = "--source s --reference r --metrics exact_match,accuracy"
    let one = Dragoman.run("evaluate \(model) \(arguments)", in: directory.path)
    let pattern =
      /exact match = 66\.67\n  nrefs:1\|case:mixed\naccuracy = (88\.89|77\.78)\nperplexity = [0-9.]+\n  per token of the references, 9 tokens\n/
    #expect(one.output.wholeMatch(of: pattern) != nil, "\(one)")
    let two = Dragoman.run("evaluate \(model) \(model) \(arguments)", in: directory.path)
    #expect(
      two.output.contains(/\n.*66\.67 ± [0-9.]+  equal +(88\.89|77\.78) +[0-9.]+\n/), "\(two)")
    #expect(two.output.hasSuffix("\naccuracy and perplexity: per token of the references\n"))
    let json = Dragoman.run("evaluate \(model) \(arguments) --json", in: directory.path)
    #expect(
      json.output.contains(/"accuracy" : (0\.888|0\.777)/)
        && json.output.contains(#""exact_match" : {"#))
  }

  @Test func accuracyNeedsNoDevTranslations() throws {
    try withToyCorpus { directory in
      let result = Dragoman.run(
        "train \(ToyCorpus.training) \(ToyCorpus.development) --checkpoint c \(ToyCorpus.small) "
          + "--epochs 2 --validation-metric accuracy --no-dev-translations", in: directory)
      #expect(result.status == 0)
      #expect(
        result.error.contains(
          /epoch 1  step 13  done  dev perplexity [0-9.]+  accuracy [0-9.]+ %  best so far\n/),
        "\(result.error)")
      #expect(
        result.error.contains(/Best dev accuracy [0-9.]+ %, with perplexity [0-9.]+, after epoch/))
      let description = Dragoman.run("describe c", in: directory)
      #expect(description.output.contains(/epoch  step  dev perplexity  accuracy\n/))
      #expect(description.output.contains(/weights +best by accuracy\n/))
    }
  }

  @Test func exactMatchesCanDecide() throws {
    try withToyCorpus { directory in
      let flags =
        "train \(ToyCorpus.training) \(ToyCorpus.development) --checkpoint c \(ToyCorpus.small) "
        + "--epochs 1 --validation-metric exact_match"
      let refused = Dragoman.run(flags + " --no-dev-translations", in: directory)
      #expect(
        refused
          == failure(
            64,
            "--validation-metric exact_match needs the dev translations that "
              + "--no-dev-translations turns off: omit one of the two, or choose perplexity.",
            "See 'dragoman train translation --help' for all options."), "\(refused)")
      let result = Dragoman.run(flags, in: directory)
      #expect(result.error.contains(/chrF [0-9.]+  exact match [0-9.]+ %/), "\(result.error)")
    }
  }
}
