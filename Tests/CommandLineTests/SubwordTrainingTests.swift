// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// Training with subwords, and using the checkpoint.
struct SubwordTrainingTests {
  private static let corpus = "\(ToyCorpus.training) \(ToyCorpus.development)"
  private static let flags = "\(corpus) \(ToyCorpus.small)"

  /// Writes a corpus of two-letter words, so that there is something to merge.
  private func withWords<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withToyCorpus { directory throws in
      for name in ["train.en", "train.fr", "dev.en", "dev.fr"] {
        let text = String(decoding: try contents(of: "\(directory)/\(name)"), as: UTF8.self)
        try write(
          text.replacing(/([a-zA-Z]) ([a-zA-Z])/) { "\($0.output.1)\($0.output.2)" },
          to: "\(directory)/\(name)")
      }
      return try body(directory)
    }
  }

  @Test func aCheckpointHoldsItsMerges() throws {
    try withWords { directory throws in
      let trained = Dragoman.run(
        "train \(Self.flags) --checkpoint c --subwords 20 --epochs 40 --learning-rate 0.02 --dropout 0",
        in: directory)
      #expect(trained.status == 0, "\(trained.error)")
      #expect(trained.error.contains(" units from 20 merges, 0.0 % of the text unknown\n"))
      #expect(
        try names(in: directory + "/c")
          == [
            ".lock", "config.json", "metrics.jsonl", "model.safetensors", "runs.jsonl",
            "source.bpe", "source.vocab", "target.bpe", "target.vocab",
            "training-state.safetensors",
          ])
      // A copy elsewhere is self-contained.
      #expect(rename(directory + "/c", directory + "/d") == 0)
      let translated = Dragoman.run("translate d", in: directory, input: "ab cd\nxyz é\nzz\n\n")
      #expect(translated.status == 0)
      #expect(translated.output.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
      #expect(!translated.output.contains("<unk>"))
      #expect(!translated.output.contains("@@"))
      #expect(translated.error.contains("3 of 5 words unknown"), "\(translated.error)")
      let described = Dragoman.run("describe d", in: directory)
      #expect(described.output.contains(" units from 20 merges\n"), "\(described.output)")
      #expect(described.output.contains("\nsubwords       each side has its own merges\n"))
      let evaluated = Dragoman.run(
        "evaluate d --source dev.en --reference dev.fr", in: directory)
      #expect(evaluated.status == 0, "\(evaluated.error)")
      #expect(evaluated.output.contains("perplexity = "))
    }
  }

  @Test func jointSubwordsHaveOneVocabulary() throws {
    try withWords { directory throws in
      let trained = Dragoman.run(
        "train \(Self.flags) --checkpoint c --subwords 30 --joint-subwords --epochs 1",
        in: directory)
      #expect(trained.status == 0, "\(trained.error)")
      for name in ["vocab", "bpe"] {
        #expect(
          try contents(of: "\(directory)/c/source.\(name)")
            == contents(of: "\(directory)/c/target.\(name)"))
      }
    }
  }

  @Test func mergesFromFilesMakeTheSameModelAsLearnedOnes() throws {
    try withWords { directory throws in
      for (language, side) in [("en", "source"), ("fr", "target")] {
        let learned = Dragoman.run(
          "bpe learn --input train.\(language) --language \(language) --merges 9 --output \(side)",
          in: directory)
        #expect(learned.status == 0, "\(learned.error)")
      }
      let flags = "\(Self.flags) --epochs 1"
      let first = Dragoman.run("train \(flags) --checkpoint a --subwords 9", in: directory)
      #expect(first.status == 0, "\(first.error)")
      let second = Dragoman.run(
        "train \(flags) --checkpoint b --source-merges source --target-merges target", in: directory
      )
      #expect(second.status == 0, "\(second.error)")
      for file in ["source.bpe", "target.bpe", "source.vocab", "model.safetensors"] {
        #expect(
          try contents(of: "\(directory)/a/\(file)") == contents(of: "\(directory)/b/\(file)"),
          "\(file)")
      }
    }
  }

  @Test func dropoutGoesOnAsItWasAfterAnInterruption() throws {
    try withWords { directory throws in
      let flags = "\(Self.flags) --subwords 20 --bpe-dropout 0.3 --epochs 4 --log-interval 1"
      #expect(Dragoman.run("train \(flags) --checkpoint whole", in: directory).status == 0)
      let process = Dragoman.start("train \(flags) --checkpoint parts", in: directory)
      while let line = process.readErrorLine(), !line.contains("step 9 ") {}
      process.signal(SIGINT)
      #expect(process.finish().status == 130)
      let resumed = Dragoman.run("train \(flags) --checkpoint parts --resume", in: directory)
      #expect(resumed.status == 0, "\(resumed.error)")
      func model(_ name: String) throws -> [UInt8] {
        try contents(of: "\(directory)/\(name)/model.safetensors")
      }
      #expect(try model("parts") == model("whole"))
    }
  }

  @Test func replacingACheckpointLeavesNoMergesBehind() throws {
    try withWords { directory throws in
      let flags = "\(Self.flags) --checkpoint c --epochs 1"
      #expect(Dragoman.run("train \(flags) --subwords 5", in: directory).status == 0)
      #expect(Dragoman.run("train \(flags) --overwrite", in: directory).status == 0)
      #expect(try !names(in: directory + "/c").contains { $0.hasSuffix(".bpe") })
      let configuration = String(
        decoding: try contents(of: directory + "/c/config.json"), as: UTF8.self)
      #expect(!configuration.contains("subwords"))
      #expect(!configuration.contains("bpe"))
    }
  }

  @Test(
    arguments: [
      (
        "--subwords 7",
        "--subwords cannot be changed when resuming (it was 5, now 7): the vocabularies were "
          + "built with it."
      ),
      (
        "--joint-subwords",
        "--joint-subwords cannot be changed when resuming (it was false, now true): the "
          + "vocabularies were "
          + "built with it."
      ),
      (
        "--source-merges other --target-merges other",
        "--source-merges cannot be changed when resuming (it was c/source.bpe, now other): "
          + "the weights were trained for the units of the original merges."
      ),
      (
        "--source-merges c/source.bpe --target-merges other",
        "--target-merges cannot be changed when resuming (it was c/target.bpe, now other): "
          + "the weights were trained for the units of the original merges."
      ),
    ])
  func otherMergesAreRefusedOnResuming(flags: String, message: String) throws {
    try withWords { directory throws in
      try write("#version: 0.2\nx y\n", to: directory + "/other")
      let train = "train \(Self.flags) --checkpoint c"
      #expect(Dragoman.run("\(train) --subwords 5 --epochs 1", in: directory).status == 0)
      #expect(
        Dragoman.run("\(train) --resume --epochs 2 \(flags)", in: directory)
          == failure(
            64, message,
            "Omit the flag, or start a new run in another --checkpoint."))
    }
  }

  @Test func aCheckpointOfWordsTakesNoMerges() throws {
    let directory = TrainedCheckpoint.directory
    try write("#version: 0.2\na b\n", to: directory + "/merges.bpe")
    let result = Dragoman.run(
      "train \(Self.corpus) --checkpoint model --resume --source-merges merges.bpe "
        + "--target-merges merges.bpe", in: directory)
    #expect(
      result
        == failure(
          64,
          "--source-merges cannot be changed when resuming (it was none, now merges.bpe): "
            + "the weights were trained for the units of the original merges.",
          "Omit the flag, or start a new run in another --checkpoint."))
  }

  @Test(
    arguments: [
      ("--subwords -1", "--subwords is -1, but must be from 0 to 10000000."),
      ("--subwords 5 --bpe-dropout 1", "--bpe-dropout is 1.0, but must be at least 0 and below 1."),
      (
        "--subwords 5 --bpe-dropout -0.1",
        "--bpe-dropout is -0.1, but must be at least 0 and below 1."
      ),
      (
        "--bpe-dropout 0.1",
        "--bpe-dropout needs subwords: add --subwords, or --source-merges and --target-merges, or "
          + "omit --bpe-dropout."
      ),
      (
        "--joint-subwords",
        "--joint-subwords needs subwords: add --subwords, or --source-merges and --target-merges, "
          + "or omit --joint-subwords."
      ),
      ("--source-merges a", "--source-merges needs --target-merges."),
      ("--target-merges a", "--target-merges needs --source-merges."),
      (
        "--subwords 5 --source-merges a --target-merges a",
        "--subwords learns merges, but --source-merges and --target-merges supply them: give "
          + "either --subwords or the two files."
      ),
      (
        "--subwords 5 --target-vocabulary v",
        "--target-vocabulary cannot be used with --subwords, because the vocabulary depends "
          + "on the merges that are still to be learned: give the merges with --source-merges "
          + "and --target-merges, or omit --target-vocabulary."
      ),
      (
        "--joint-subwords --source-merges a --target-merges a --source-vocabulary v",
        "--joint-subwords builds one vocabulary for both sides: omit --source-vocabulary or "
          + "--joint-subwords."
      ),
      (
        "--joint-subwords --source-merges a --target-merges b",
        "--joint-subwords needs the same merges for both sides, but a and b differ: give the same file "
          + "for both, or omit --joint-subwords."
      ),
    ])
  func contradictionsAreNamed(flags: String, message: String) throws {
    try withToyCorpus { directory throws in
      try write("#version: 0.2\na b\n", to: directory + "/a")
      try write("#version: 0.2\nb a\n", to: directory + "/b")
      #expect(
        Dragoman.run("train \(Self.corpus) --checkpoint c \(flags)", in: directory)
          == failure(64, message, "See 'dragoman train translation --help' for all options."))
      #expect(try !names(in: directory).contains("c"))
    }
  }

  @Test(arguments: [("source", "train.en"), ("target", "train.fr")])
  func mergesOfAnotherLanguageAreRefused(side: String, text: String) throws {
    let directory = TemporaryDirectory()
    try write(String(repeating: "water falls\n", count: 50), to: directory.path("train.en"))
    try write(String(repeating: "l'eau tombe\n", count: 50), to: directory.path("train.fr"))
    try write(String(repeating: "schnell durch\n", count: 50), to: directory.path("other.de"))
    for language in ["en", "fr", "de"] {
      let input = language == "de" ? "other" : "train"
      let learned = Dragoman.run(
        "bpe learn --input \(input).\(language) --language \(language) --merges 20 --output "
          + "\(language).bpe", in: directory.path)
      #expect(learned.status == 0, "\(learned.error)")
    }
    let train = "train \(ToyCorpus.training) \(ToyCorpus.small) --epochs 1 --checkpoint c"
    let merges =
      side == "source"
      ? "--source-merges de.bpe --target-merges fr.bpe"
      : "--source-merges en.bpe --target-merges de.bpe"
    let units = side == "source" ? "5.0" : "3.7"
    #expect(
      Dragoman.run("\(train) \(merges)", in: directory.path)
        == failure(
          65,
          "--\(side)-merges does not seem to fit the language of \(text): it splits a "
            + "word into \(units) units on average; the same number of merges learned from the "
            + "text gives 1.0.",
          "Give merges that 'dragoman bpe learn' learned from text in that language, or --subwords "
            + "instead of --source-merges and --target-merges."))
    #expect(try !names(in: directory.path).contains("c"))
    #expect(
      Dragoman.run(
        "\(train) --source-merges en.bpe --target-merges fr.bpe", in: directory.path
      ).status == 0)
  }

  /// Repeated characters in a word are not repeated words.
  @Test func repetitionsAreOfWordsWhateverTheUnits() throws {
    let directory = TemporaryDirectory()
    for name in ["train", "dev"] {
      try write(String(repeating: "a\n", count: 20), to: directory.path("\(name).en"))
      try write(String(repeating: "ababababab\n", count: 20), to: directory.path("\(name).fr"))
    }
    let trained = Dragoman.run(
      "train \(Self.flags) --checkpoint c --subwords 0 --epochs 30 --learning-rate 0.02 --dropout 0",
      in: directory.path)
    #expect(trained.status == 0, "\(trained.error)")
    let translated = Dragoman.run("translate c --quiet", in: directory.path, input: "a\n")
    #expect(translated.output.hasPrefix("abababab"), "\(translated.output)")
    let metrics = String(
      decoding: try contents(of: directory.path("c/metrics.jsonl")), as: UTF8.self)
    #expect(
      metrics.split(separator: "\n").last?.contains(#""repeated_share":0,"#) == true, "\(metrics)")
  }

  /// Positions count words, not the units that the model reads and writes.
  @Test func alignmentsAreOfWords() throws {
    try withWords { directory throws in
      let trained = Dragoman.run(
        "train \(Self.flags) --checkpoint c --subwords 0 --attention general --epochs 3",
        in: directory)
      #expect(trained.status == 0, "\(trained.error)")
      let translated = Dragoman.run(
        "translate c --quiet --alignments --min-length 9", in: directory, input: "abcdefgh efgh\n")
      let columns = translated.output.dropLast().split(
        separator: "\t", omittingEmptySubsequences: false)
      let words = columns[0].split(separator: " ").count
      let pairs = columns[1].split(separator: " ").map {
        $0.split(separator: "-").compactMap { Int($0) }
      }
      #expect(!pairs.isEmpty, "\(translated.output)")
      #expect(pairs.allSatisfy { $0[0] < 2 && $0[1] < words }, "\(translated.output)")
      #expect(pairs.count <= words)
    }
  }

  @Test func theConfigurationFileHasTheSameKeys() throws {
    try withWords { directory throws in
      try write(
        "subwords: 6\njoint_subwords: true\nbpe_dropout: 0.1\nepochs: 1\n",
        to: directory + "/c.yaml")
      let trained = Dragoman.run(
        "train \(Self.flags) --config c.yaml --checkpoint c", in: directory)
      #expect(trained.status == 0, "\(trained.error)")
      #expect(
        Dragoman.run("describe c", in: directory).output.contains(
          "subwords       the same merges and one vocabulary for both sides; in training, "
            + "each merge is skipped with probability 0.1\n"))
    }
  }
}
