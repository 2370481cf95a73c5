// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `train generator`, `generate`, and the other commands with a generator.
struct GeneratorCommandTests {
  private static let settings =
    "--threads 1 --batch-size 8 --learning-rate 0.02 --embedding-size 8 --hidden-size 16 "
    + "--precision float32"

  private func train(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("train generator \(arguments)", in: directory)
  }

  private func generate(_ arguments: String, _ input: String = "") -> ProcessResult {
    Dragoman.run("generate \(arguments)", in: TrainedGenerator.directory, input: input)
  }

  @Test func theWholeRunIsReported() throws {
    let directory = TemporaryDirectory()
    try ToyVectors.write(60, "train", to: directory.path)
    try ToyVectors.write(20, "dev", seed: 9, to: directory.path)
    let result = train(
      "--vectors train.tsv --target train.txt --dev-vectors dev.tsv --dev-target dev.txt "
        + "--unit word --language en --checkpoint m --epochs 3 \(Self.settings)",
      in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(4)) == [
        "Examples: train.tsv and train.txt, 60 vectors of 4 numbers, standardized",
        "Dev set: dev.tsv and dev.txt, 20 vectors",
        "Vocabulary: en, 5 words, 0.0 % of the dev set unknown",
        "Model: 2,241 parameters, LSTM, 1 layer, embedding 8, hidden 16, dropout 0.0, vectors as the first "
          + "state and at every step",
      ], "\(result.error)")
    #expect(lines.contains { $0.hasPrefix("epoch 1  step 8  done  dev perplexity ") })
    #expect(
      lines.suffix(3) == [
        "The checkpoint is in m. Next:", "  dragoman generate m --vectors dev.tsv",
        "  dragoman describe m",
      ])
  }

  @Test(
    arguments: [
      "--injection state --unit word", "--injection steps --unit subword --merges 20",
      "--injection both --unit character", "--unit word --cell gru --layers 2 --no-standardize",
    ])
  func everyInjectionAndUnitIsLearned(flags: String) throws {
    let directory = TemporaryDirectory()
    try ToyVectors.write(60, "train", to: directory.path)
    let result = train(
      "--vectors train.tsv --target train.txt \(flags) --language en --checkpoint m --epochs 25 "
        + "--dev-share 0 \(Self.settings)", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let output = Dragoman.run(
      "generate m", in: directory.path, input: "1 0 4 7\n\n0 1 8 7\n")
    #expect(output.output == "a red ball\n\na blue ball big\n", "\(output.error)")
  }

  @Test func filesOfEveryFormGiveTheSame() throws {
    let expected = generate("model --vectors test.tsv")
    #expect(expected.status == 0 && expected.error.isEmpty)
    #expect(expected.output == "a red ball\na blue ball\na red ball big\n")
    let lines = String(
      decoding: try contents(of: TrainedGenerator.directory + "/test.tsv"), as: UTF8.self)
    #expect(generate("model", lines) == expected)
    for flags in ["--threads 3 --batch-size 1", "--precision int8", "--beam-size 3"] {
      #expect(generate("model --vectors test.tsv \(flags)") == expected, "\(flags)")
    }
  }

  @Test func theBestTextsHaveScores() throws {
    let result = generate("model --beam-size 3 --n-best 2", "1 0 5 7\n\n")
    let rows = result.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(rows.map { $0[0] } == ["1", "1", "2"] && rows[0][2] == "a red ball")
    #expect(try #require(Double(rows[0][1])) > Double(rows[1][1]) ?? 0)
    #expect(rows[2] == ["2", "0", ""])
  }

  private struct Record: Decodable {
    struct Text: Decodable { let text: String }

    let line: Int
    let text: String
    let isCut: Bool?
    let logProbability: Double?
    let units: [String]?
    let texts: [Text]?
  }

  @Test func theJSONHasProbabilities() throws {
    let lines = generate("model --json --beam-size 2 --n-best 2", "1 0 5 7\n\n").output
      .split(separator: "\n")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let records = try lines.map { try decoder.decode(Record.self, from: Data($0.utf8)) }
    #expect(records.map(\.line) == [1, 2] && records.map(\.text) == ["a red ball", ""])
    #expect(records[0].units == ["a", "red", "ball"] && records[0].isCut == false)
    #expect(try #require(records[0].logProbability) > -0.5)
    #expect(records[0].texts?.count == 2 && records[1].texts?.isEmpty == true)
  }

  @Test func samplesDependOnTheSeedAlone() {
    let flags = "model --vectors test.tsv --sample --temperature 3 --seed"
    let first = generate("\(flags) 1")
    #expect(first.status == 0 && generate("\(flags) 1 --threads 2") == first)
    #expect(generate("\(flags) 2").output != first.output)
  }

  @Test func referencesAreScored() throws {
    let result = Dragoman.run(
      "evaluate model --vectors test.tsv --reference test.txt", in: TrainedGenerator.directory)
    #expect(result.status == 0 && result.error.isEmpty)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 6 && lines[0].hasPrefix("BLEU = 100.00 "))
    #expect(lines[2] == "chrF2 = 100.00")
    #expect(lines[4].hasPrefix("perplexity = 1.0"))
    #expect(lines[5] == "  per token of the references, 13 tokens")
  }

  @Test func theDescriptionNamesSizesAndScores() {
    let result = Dragoman.run("describe model", in: TrainedGenerator.directory)
    #expect(result.status == 0)
    #expect(result.output.contains("vectors        4 numbers, standardized\n"))
    #expect(result.output.contains("dev set        10.0 % of the corpus, drawn at random\n"))
    #expect(result.output.contains("epoch  step  dev perplexity"))
  }

  @Test func aRunIsResumedToTheSameBytes() throws {
    let directory = TemporaryDirectory()
    try ToyVectors.write(50, "train", to: directory.path)
    let data = "--vectors train.tsv --target train.txt"
    let arguments = "\(data) --epochs 4 \(Self.settings) --checkpoint "
    #expect(train(arguments + "whole", in: directory.path).status == 0)
    #expect(train(arguments + "parts --max-steps 7", in: directory.path).status == 0)
    let resumed = train(
      "\(data) --checkpoint parts --resume --max-steps none", in: directory.path)
    #expect(resumed.status == 0 && resumed.error.contains("Resuming at step 7."))
    for file in ["model.safetensors", "text.vocab", "config.json"] {
      let bytes = try ["whole", "parts"].map {
        try contents(of: directory.path("\($0)/\(file)"))
      }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
    try write("1 2 3 4\n", to: directory.path("train.tsv"))
    try write("x\n", to: directory.path("train.txt"))
    let changed = train("\(data) --checkpoint parts --resume", in: directory.path)
    #expect(changed.status == 65, "\(changed.error)")
  }

  @Test func generatorsCanBeAveraged() throws {
    let directory = TemporaryDirectory()
    let model = TrainedGenerator.directory + "/model"
    let result = Dragoman.run("average \(model) \(model) --output mean", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let output = Dragoman.run("generate mean", in: directory.path, input: "0 1 5 7\n")
    #expect(output.output == "a blue ball\n")
  }
}

/// Vectors of four numbers, the last always the same, and the ball that each describes.
enum ToyVectors {
  static func write(_ count: Int, _ name: String, seed: UInt64 = 3, to directory: String) throws {
    var random = SeededGenerator(seed: seed)
    var (vectors, texts) = ("", "")
    for _ in 0..<count {
      let isRed = Bool.random(using: &random)
      let size = Int.random(in: 3...8, using: &random)
      vectors += "\(isRed ? 1 : 0)\t\(isRed ? 0 : 1)\t\(size)\t7\n"
      texts += "a \(isRed ? "red" : "blue") ball\(size > 5 ? " big" : "")\n"
    }
    try CommandLineTests.write(vectors, to: "\(directory)/\(name).tsv")
    try CommandLineTests.write(texts, to: "\(directory)/\(name).txt")
  }
}

/// A trained generator `model` beside a small test set, made once for all tests that only read it.
enum TrainedGenerator {
  static let directory: String = {
    let directory = SharedDirectory.make()
    do {
      try ToyVectors.write(100, "train", to: directory)
      try write("1 0 5 7\n0 1 4 7\n1 0 8 7\n", to: directory + "/test.tsv")
      try write("a red ball\na blue ball\na red ball big\n", to: directory + "/test.txt")
    } catch { fatalError("\(error)") }
    let result = Dragoman.run(
      "train generator --vectors train.tsv --target train.txt --unit word --language en "
        + "--checkpoint model --precision float32 --threads 1 --batch-size 8 --epochs 25 "
        + "--learning-rate 0.02 --embedding-size 8 --hidden-size 16", in: directory)
    precondition(result.status == 0, result.error)
    return directory
  }()
}
