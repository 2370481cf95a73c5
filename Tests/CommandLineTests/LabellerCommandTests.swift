// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `train labeller`, `label`, and the other commands with a labeller.
struct LabellerCommandTests {
  private func train(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("train labeller \(arguments)", in: directory)
  }

  private func label(_ arguments: String, _ input: String) -> ProcessResult {
    Dragoman.run("label \(arguments)", in: TrainedLabeller.directory, input: input)
  }

  @Test func theWholeRunIsReported() throws {
    let directory = TemporaryDirectory()
    try write(
      "token\tlabel\n" + ToyTokens.lines(100) + "cat\n\n", to: directory.path("train.tsv"))
    try write(ToyTokens.lines(20, seed: 9) + "zebra\tANIMAL\n", to: directory.path("dev.tsv"))
    let result = train(
      "--tokens train.tsv --dev-tokens dev.tsv --checkpoint m \(TrainedLabeller.settings)",
      in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(7)) == [
        "Examples: train.tsv, 100 sequences, 400 tokens",
        "  The first line of train.tsv is a header",
        "  1 sequence with an unlabelled token, skipped (line 502)",
        "Dev set: dev.tsv, 21 sequences, 81 tokens",
        "  The model cannot predict these labels of the dev set, because no training example has them: ANIMAL",
        "4 labels: DET (100), NOUN (100), PUNCT (100), VERB (100)",
        "Vocabulary: 7 tokens and 12 characters, 1.2 % of the dev set unknown",
      ], "\(result.error)")
    #expect(
      lines.contains(
        "Model: 2,812 parameters, LSTM, 1 layer, embedding 8, character embedding 8, character hidden 8, "
          + "hidden 16, dropout 0.0"), "\(result.error)")
    #expect(
      lines.contains {
        $0.hasPrefix("Training: 13 steps per epoch, 4 epochs, batches of 8 sequences")
      })
    #expect(lines.contains { $0.hasPrefix("Best dev accuracy 98.8 %, with perplexity ") })
    #expect(lines.contains { $0.contains(" tokens/s, and used at most ") })
    #expect(
      lines.suffix(3) == [
        "The checkpoint is in m. Next:", "  echo \"…\" | dragoman label m", "  dragoman describe m",
      ])
  }

  @Test func everyTokenHasALabel() {
    let result = label("model", "the cat ran .\n\n  a   dog\u{A0}sat\n")
    #expect(
      result
        == ProcessResult(status: 0, output: "DET NOUN VERB PUNCT\n\nDET NOUN VERB\n", error: ""))
  }

  @Test func tokensStandBesideTheirLabels() {
    let result = label("model --format tokens", "the cat\n\na\n")
    #expect(result.output == "the\tDET\ncat\tNOUN\n\n\na\tDET\n\n" && result.status == 0)
  }

  @Test func aStreamIsLabelledTokenByToken() throws {
    let result = label("model --stream", "the\ncat\n\na\n")
    #expect(result.output == "DET\nNOUN\n\nDET\n" && result.status == 0)
    #expect(
      try
        /3 tokens; time from a token to its label: median [0-9.]+ ms, 99th percentile [0-9.]+ ms\n/
        .wholeMatch(in: result.error) != nil, "\(result.error)")
    #expect(label("model --stream --format tokens", "the\n").output == "the\tDET\n")
    #expect(label("model --stream", "") == ProcessResult(status: 0, output: "", error: ""))
  }

  private struct Record: Decodable {
    struct Token: Decodable {
      let token, label: String
      let probability: Double
    }

    let tokens: [Token]
  }

  @Test(arguments: ["", "--stream"]) func probabilitiesAreInTheJSON(_ flag: String) throws {
    let lines = label("model --json \(flag)", "the\n\n").output.split(separator: "\n")
    let records = try lines.map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
    #expect(records.map { $0.tokens.map(\.label) } == [["DET"], []])
    #expect(records[0].tokens[0].token == "the")
    #expect((0.5...1).contains(records[0].tokens[0].probability))
  }

  @Test func labelsAreTheSameWithAnyNumberOfThreadsAndInInt8() {
    let input = ToyTokens.sentences(200, seed: 4).map { $0.joined(separator: " ") + "\n" }.joined()
    let expected = label("model --threads 1", input)
    #expect(expected.output.split(separator: "\n").count == 200)
    for flags in ["--threads 3", "--precision int8"] {
      #expect(label("model \(flags)", input) == expected, "\(flags)")
    }
  }

  @Test func theConfusionMatrixIsPrinted() {
    let result = Dragoman.run(
      "evaluate model --tokens test.tsv", in: TrainedLabeller.directory)
    #expect(
      result
        == ProcessResult(
          status: 0,
          output: """
            model: accuracy 80.0 % (4 of 5), macro F1 83.3 %

            label  examples  precision   recall       F1
            DET           1    100.0 %  100.0 %  100.0 %
            NOUN          2    100.0 %   50.0 %   66.7 %
            PUNCT         1     50.0 %  100.0 %   66.7 %
            VERB          1    100.0 %  100.0 %  100.0 %

               true \\ predicted  1  2  3  4
            1  DET               1  ·  ·  ·
            2  NOUN              ·  1  1  ·
            3  PUNCT             ·  ·  1  ·
            4  VERB              ·  ·  ·  1

            """, error: "  1 sequence with an unlabelled token, skipped (line 8)\n"))
  }

  @Test func entitiesAreEvaluated() throws {
    let directory = TemporaryDirectory()
    let sentence = "in O\nNew B-LOC\nYork I-LOC\n\nnear O\nParis B-LOC\n\nJo B-PER\n\n"
    try write(String(repeating: sentence, count: 40), to: directory.path("train.txt"))
    let trained = train(
      "--tokens train.txt --checkpoint m --validation-metric entity_f1 \(TrainedLabeller.settings)",
      in: directory.path)
    #expect(trained.status == 0, "\(trained.error)")
    #expect(trained.error.contains("  entity F1 100.0 %  best so far\n"))
    #expect(trained.error.contains("Best dev entity F1 100.0 %, with perplexity "))
    try write(
      "in O\nNew B-LOC\nYork I-LOC\n\nParis B-PER\n", to: directory.path("test.txt"))
    let result = Dragoman.run("evaluate m --tokens test.txt", in: directory.path)
    #expect(
      result.output.hasPrefix(
        """
        m: accuracy 75.0 % (3 of 4), macro F1 66.7 %, entity F1 50.0 %

        entity  entities  precision   recall      F1
        LOC            1     50.0 %  100.0 %  66.7 %
        PER            1      0.0 %    0.0 %   0.0 %
        all            2     50.0 %   50.0 %  50.0 %

        """), "\(result.output)")
  }

  @Test func theDescriptionNamesLabelsAndScores() {
    let result = Dragoman.run("describe model", in: TrainedLabeller.directory)
    #expect(result.status == 0)
    #expect(result.output.contains("labels         4 (DET, NOUN, PUNCT, VERB)\n"))
    #expect(result.output.contains("text           7 tokens and 12 characters\n"))
    #expect(result.output.contains("dev set        10.0 % of the corpus, drawn at random\n"))
    #expect(result.output.contains("epoch  step  dev perplexity  accuracy  macro F1\n"))
  }

  @Test func aRunIsResumedToTheSameBytes() throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(100), to: directory.path("train.tsv"))
    let arguments = "--tokens train.tsv \(TrainedLabeller.settings) --checkpoint "
    #expect(train(arguments + "whole", in: directory.path).status == 0)
    #expect(train(arguments + "parts --max-steps 7", in: directory.path).status == 0)
    let resumed = train(
      "--tokens train.tsv --checkpoint parts --resume --max-steps none", in: directory.path)
    #expect(resumed.status == 0 && resumed.error.contains("Resuming at step 7."))
    for file in [
      "model.safetensors", "labels.tsv", "text.vocab", "characters.vocab", "config.json",
    ] {
      let bytes = try ["whole", "parts"].map {
        try Data(contentsOf: URL(filePath: directory.path("\($0)/\(file)")))
      }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
  }

  @Test func aFileOfSettingsIsRead() throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(50), to: directory.path("train.tsv"))
    try write(
      "tokens: train.tsv\ncheckpoint: m\nepochs: 1\ncharacters: false\nwindow: 4\nbatch_size: 2\n"
        + "hidden_size: 8\n", to: directory.path("f.yaml"))
    let result = train("--config f.yaml", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.error.contains("Model: ") && !result.error.contains("character"), "\(result.error)")
    #expect(
      Dragoman.run("describe m", in: directory.path).output.contains(
        "text           7 tokens, in windows of 4 tokens\n"))
  }

  @Test(
    arguments: [
      ("--checkpoint m", "Give the tokens to learn from: --tokens, or --vectors and --labels."),
      ("--tokens train.tsv", "Give a directory for the checkpoint: --checkpoint."),
      (
        "--tokens train.tsv --checkpoint m --dev-tokens a --dev-share 0.2",
        "Give --dev-tokens or --dev-share, not both."
      ),
      (
        "--tokens train.tsv --checkpoint m --window 5 --bidirectional first",
        "--window is 5, but must be 0 with --bidirectional, because a layer that also reads backward "
          + "cannot carry its state from one window to the next."
      ),
      (
        "--tokens train.tsv --checkpoint m --character-hidden-size 7",
        "--character-hidden-size is 7, but must be an even number, because each of the two "
          + "directions gets half of it."
      ),
      (
        "--tokens train.tsv --checkpoint m --columns 1",
        "--columns is '1', but must be a token and a label column, separated by a comma: --columns 2,4."
      ),
      (
        "--tokens train.tsv --checkpoint m --validation-metric entity_f1",
        "--validation-metric entity_f1 needs labels that mark entities, such as B-PER, I-PER and O."
      ),
    ])
  func wrongUse(arguments: String, message: String) throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(10), to: directory.path("train.tsv"))
    #expect(
      train(arguments, in: directory.path)
        == failure(64, message, "See 'dragoman train labeller --help' for all options."))
    #expect(try names(in: directory.path) == ["train.tsv"])
  }

  private static let form =
    "Each line needs a token, a tab and a label; each sequence needs a blank line after it."

  @Test(
    arguments: [
      ("", "", "t.tsv has no examples.", form),
      (
        "a b\nc\n", "",
        "t.tsv has no usable sequences:\n  1 sequence with an unlabelled token, skipped (line 2)",
        form
      ),
      (
        "a\tA\nb\tA\n", "", "All training examples in t.tsv have the label 'A'.",
        "A model needs at least two labels to choose from."
      ),
      (
        "a\tA\nb\tA\n\n\tB\n", "",
        "All usable training examples in t.tsv have the label 'A'. These are not usable:\n"
          + "  1 sequence with a blank token, skipped (line 4)",
        "A model needs at least two labels to choose from."
      ),
      (
        "a\tA\nb\n", "--strict", "t.tsv, line 2: there is no column for the label.",
        "Fix the line, or omit --strict."
      ),
      (
        "a\tA\nb\tB\nc\tC\n", "--max-length 2",
        "t.tsv has no usable sequences:\n  1 sequence longer than --max-length, skipped (line 3)",
        "Raise --max-length, or read one long sequence in windows with --window 20."
      ),
      (
        "EU NNP B-NP B-ORG\n", "",
        "t.tsv, line 1: this line has 4 columns: 'EU', 'NNP', 'B-NP', 'B-ORG'",
        "Choose the columns of the token and of the label, for example with --columns 1,4."
      ),
    ])
  func wrongTokens(_ text: String, _ flags: String, _ message: String, _ advice: String) throws {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("t.tsv"))
    #expect(
      train("--tokens t.tsv --checkpoint m --dev-share 0 \(flags)", in: directory.path)
        == failure(65, message, advice))
    #expect(try names(in: directory.path) == ["t.tsv"])
  }

  @Test func aWindowMustFit() throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(10), to: directory.path("train.tsv"))
    let result = train(
      "--tokens train.tsv --checkpoint m --window 50 --batch-size 8", in: directory.path)
    #expect(result.status == 65, "\(result.error)")
    #expect(result.error.contains("--window") && result.error.contains("--batch-size"))
  }

  @Test func twoDirectionsCannotStream() throws {
    let directory = TemporaryDirectory()
    try write(ToyTokens.lines(20), to: directory.path("train.tsv"))
    #expect(
      train(
        "--tokens train.tsv --checkpoint m --bidirectional all \(TrainedLabeller.settings)",
        in: directory.path
      ).status == 0)
    #expect(
      Dragoman.run("label m --stream", in: directory.path, input: "a\n")
        == failure(
          64,
          "m reads in both directions, so a label depends on later tokens: omit --stream, or "
            + "train without --bidirectional.", "See 'dragoman label --help' for all options."))
  }

  /// Every command for another task refuses a labeller, and names a command for it.
  @Test func otherCommandsNameTheTask() throws {
    let directory = TrainedLabeller.directory
    for (command, other) in [
      ("translate model", "translator"), ("sample model", "language model"),
      ("classify model", "classifier"),
    ] {
      #expect(
        Dragoman.run(command, in: directory, input: "a\n")
          == failure(
            65, "model is a labeller, not a \(other).", "Use it with 'dragoman label'."),
        "\(command)")
    }
    let classifier = TrainedClassifier.directory + "/model"
    #expect(
      Dragoman.run("label \(classifier)", in: directory, input: "a\n")
        == failure(
          65, "\(classifier) is a classifier, not a labeller.", "Use it with 'dragoman classify'."))
    for (arguments, message) in [
      (
        "--examples test.tsv",
        "--examples is for classifiers, but model is a labeller: give --tokens, or --vectors and --labels."
      ),
      (
        "--tokens test.tsv --reset-state line",
        "--reset-state is for language models, but model is a labeller: omit --reset-state."
      ),
      ("", "With a labeller, give --tokens, or --vectors and --labels."),
    ] {
      let result = Dragoman.run("evaluate model \(arguments)", in: directory)
      #expect(result.status == 64 && result.error.hasPrefix("Error: \(message)\n"))
    }
  }

  @Test func labellersCanBeAveraged() throws {
    let directory = TemporaryDirectory()
    let model = TrainedLabeller.directory + "/model"
    let result = Dragoman.run("average \(model) \(model) --output mean", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      Dragoman.run("label mean", in: directory.path, input: "the cat\n").output == "DET NOUN\n")
  }
}

/// Sentences such as `the cat sat .`, and the part of speech of each word.
enum ToyTokens {
  private static let words = [
    [("the", "DET"), ("a", "DET")], [("cat", "NOUN"), ("dog", "NOUN")],
    [("sat", "VERB"), ("ran", "VERB")], [(".", "PUNCT")],
  ]

  private static func draw(_ count: Int, _ seed: UInt64) -> [[(String, String)]] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in words.map { $0.randomElement(using: &random) ?? $0[0] } }
  }

  static func sentences(_ count: Int, seed: UInt64) -> [[String]] {
    draw(count, seed).map { $0.map(\.0) }
  }

  static func lines(_ count: Int, seed: UInt64 = 3) -> String {
    draw(count, seed).map { $0.map { "\($0)\t\($1)\n" }.joined() + "\n" }.joined()
  }
}

/// A trained labeller `model` beside a small test set, made once for all tests that only read it.
enum TrainedLabeller {
  static let settings =
    "--threads 1 --batch-size 8 --epochs 4 --learning-rate 0.02 --embedding-size 8 --hidden-size 16 "
    + "--character-embedding-size 8 --character-hidden-size 8 --precision float32"

  static let directory: String = {
    let directory = SharedDirectory.make()
    do {
      try write(ToyTokens.lines(200), to: directory + "/train.tsv")
      try write(
        "the\tDET\ncat\tNOUN\nran\tVERB\n.\tPUNCT\n\n.\tNOUN\n\na\n", to: directory + "/test.tsv")
    } catch { fatalError("\(error)") }
    let result = Dragoman.run(
      "train labeller --tokens train.tsv --checkpoint model \(settings)", in: directory)
    precondition(result.status == 0, result.error)
    return directory
  }()
}
