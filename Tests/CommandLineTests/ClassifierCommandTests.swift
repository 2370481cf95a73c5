// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `train classifier`, `classify`, and the other commands with a classifier.
struct ClassifierCommandTests {
  private static let settings =
    "--threads 1 --batch-size 8 --epochs 12 --learning-rate 0.02 --embedding-size 8 --hidden-size 16 "
    + "--precision float32"

  private func train(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("train classifier \(arguments)", in: directory)
  }

  private func classify(_ arguments: String, _ input: String) -> ProcessResult {
    Dragoman.run("classify \(arguments)", in: TrainedClassifier.directory, input: input)
  }

  @Test func labelsOfAnotherKindAreNotScored() throws {
    let other = TemporaryDirectory()
    try write("bba\tfirst\ncu\tsecond\n", to: other.path("other.tsv"))
    #expect(
      Dragoman.run(
        "evaluate model --examples \(other.path("other.tsv"))", in: TrainedClassifier.directory)
        == failure(
          65,
          "model has none of the labels in \(other.path("other.tsv")), such as 'first': its labels are "
            + "'A', 'O' and 'U'.",
          "Give labels of the kind that the model was trained on, for example by choosing another column with --columns."
        ))
    #expect(
      Dragoman.run("classify train.tsv", in: TrainedClassifier.directory)
        == failure(
          66, "train.tsv is a file, not a checkpoint directory.",
          "To classify its lines: dragoman classify CHECKPOINT < train.tsv"))
  }

  @Test func theWholeRunIsReported() throws {
    let directory = TemporaryDirectory()
    try write(
      "text\tlabel\n" + ToyExamples.lines(100) + "no label\n\n", to: directory.path("train.tsv"))
    try write(ToyExamples.lines(20, seed: 9) + "bb\tY\n", to: directory.path("dev.tsv"))
    let result = train(
      "--examples train.tsv --dev-examples dev.tsv --checkpoint m \(Self.settings)",
      in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(6)) == [
        "Examples: train.tsv, 100 examples", "  The first line of train.tsv is a header",
        "  1 line without a tab and a label, skipped (line 102)",
        "Dev set: dev.tsv, 21 examples",
        "  The model cannot predict these labels of the dev set, because no training example has them: Y",
        "3 labels: U (36), O (34), A (30)",
      ], "\(result.error)")
    #expect(lines.contains("Vocabulary: 7 characters, 0.0 % of the dev set unknown"))
    #expect(
      lines.contains(
        "Model: 1,739 parameters, LSTM, 1 layer, embedding 8, hidden 16, dropout 0.0, last state"))
    #expect(lines.contains { $0.hasPrefix("epoch 1  step 13  done  dev perplexity ") })
    #expect(lines.contains { $0.hasPrefix("Best dev accuracy 95.2 %, with perplexity ") })
    #expect(
      lines.suffix(3) == [
        "The checkpoint is in m. Next:", "  echo \"…\" | dragoman classify m",
        "  dragoman describe m",
      ])
  }

  /// A tenth of two examples is none.
  @Test func twoExamplesHaveNoDevSet() throws {
    let directory = TemporaryDirectory()
    try write("a\tA\nb\tB\n", to: directory.path("train.tsv"))
    let result = train(
      "--examples train.tsv --checkpoint m \(Self.settings)", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("No dev set: the weights of the last epoch are kept.\n"))
  }

  @Test func everyLineHasALabel() {
    let result = classify("model", "bbab\n\n  fo \nccu")
    #expect(result == ProcessResult(status: 0, output: "A\n\nO\nU\n", error: ""))
  }

  @Test func theBestLabelsHaveProbabilities() throws {
    let line = try #require(
      classify("model --n-best 2", "ba\n").output.split(separator: "\n").first)
    let cells = line.split(separator: "\t")
    #expect(cells.count == 4 && cells[0] == "A")
    #expect(try #require(Double(cells[1])) > 0.9)
  }

  private struct Record: Decodable {
    struct Candidate: Decodable {
      let label: String
      let probability: Double
    }

    let text: String
    let label: String?
    let labels: [Candidate]
  }

  @Test func everyLabelIsInTheJSON() throws {
    let lines = classify("model --json", "ba\n\n").output.split(separator: "\n")
    let records = try lines.map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
    #expect(records.map(\.label) == ["A", nil] && records.map(\.text) == ["ba", ""])
    #expect(
      records[0].labels.map(\.label).sorted() == ["A", "O", "U"] && records[1].labels.isEmpty)
    #expect(abs(records[0].labels.reduce(0) { $0 + $1.probability } - 1) < 1e-5)
  }

  @Test func labelsAreTheSameWithAnyNumberOfThreadsAndInInt8() {
    let input = ToyExamples.lines(300, seed: 4)
      .split(separator: "\n").map { $0.prefix { $0 != "\t" } + "\n" }.joined()
    let expected = classify("model --threads 1", input)
    #expect(expected.output.split(separator: "\n").count == 300)
    for flags in ["--threads 3", "--precision int8"] {
      #expect(classify("model \(flags)", input) == expected, "\(flags)")
    }
  }

  @Test func theConfusionMatrixIsPrinted() {
    let result = Dragoman.run(
      "evaluate model --examples test.tsv", in: TrainedClassifier.directory)
    #expect(
      result
        == ProcessResult(
          status: 0,
          output: """
            model: accuracy 75.0 % (3 of 4), macro F1 50.0 %

            label  examples  precision   recall       F1
            A             2    100.0 %  100.0 %  100.0 %
            O             0      0.0 %    0.0 %    0.0 %
            U             1    100.0 %  100.0 %  100.0 %
            X             1      0.0 %    0.0 %    0.0 %

               true \\ predicted  1  2  3  4
            1  A                 2  ·  ·  ·
            2  O                 ·  ·  ·  ·
            3  U                 ·  ·  1  ·
            4  X                 ·  1  ·  ·

            """, error: "  1 line without a tab and a label, skipped (line 5)\n"))
  }

  @Test func theConfusionMatrixIsDrawn() throws {
    let directory = TemporaryDirectory()
    let model = TrainedClassifier.directory
    let result = Dragoman.run(
      "evaluate \(model)/model --examples \(model)/test.tsv --plot deep/matrix.html",
      in: directory.path)
    #expect(result.status == 0 && result.output.contains("true \\ predicted"))
    #expect(result.error.hasSuffix("Wrote the plot to deep/matrix.html.\n"))
    let page = String(
      decoding: try contents(of: directory.path("deep/matrix.html")), as: UTF8.self)
    #expect(page.contains("model: accuracy 75.0 % (3 of 4), macro F1 50.0 %"))
    #expect(page.contains("\u{2068}X\u{2069} predicted as \u{2068}O\u{2069}: 1 of 1"))
    for (arguments, message) in [
      ("model --examples test.tsv --plot m.svg", "--plot is m.svg, but must end in .html."),
      (
        "\(TrainedGenerator.directory)/model --vectors x --reference x --plot m.html",
        "--plot is for classifiers and labellers, but \(TrainedGenerator.directory)/model is a generator: "
          + "omit --plot."
      ),
    ] {
      let refused = Dragoman.run("evaluate \(arguments)", in: model)
      #expect(refused.status == 64 && refused.error.hasPrefix("Error: \(message)\n"))
    }
  }

  @Test func theDescriptionNamesLabelsAndScores() {
    let result = Dragoman.run("describe model", in: TrainedClassifier.directory)
    #expect(result.status == 0)
    #expect(result.output.contains("labels         3 (A, O, U)\n"))
    #expect(result.output.contains("dev set        10.0 % of the corpus, drawn at random\n"))
    #expect(result.output.contains("epoch  step  dev perplexity  accuracy  macro F1\n"))
  }

  @Test func aRunIsResumedToTheSameBytes() throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(100), to: directory.path("train.tsv"))
    let arguments = "--examples train.tsv \(Self.settings) --checkpoint "
    #expect(train(arguments + "whole", in: directory.path).status == 0)
    #expect(train(arguments + "parts --max-steps 7", in: directory.path).status == 0)
    let resumed = train(
      "--examples train.tsv --checkpoint parts --resume --max-steps none", in: directory.path)
    #expect(resumed.status == 0 && resumed.error.contains("Resuming at step 7."))
    for file in ["model.safetensors", "labels.tsv", "text.vocab", "config.json"] {
      let bytes = try ["whole", "parts"].map {
        try Data(contentsOf: URL(filePath: directory.path("\($0)/\(file)")))
      }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
  }

  @Test func aFileOfSettingsIsRead() throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(50), to: directory.path("train.tsv"))
    try write(
      "examples: train.tsv\ncheckpoint: m\nepochs: 1\npooling: max\nbidirectional: all\n"
        + "hidden_size: 8\nvalidation_metric: macro_f1\n", to: directory.path("f.yaml"))
    let result = train("--config f.yaml", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.error.contains(
        "LSTM, 1 layer, bidirectional, embedding 128, hidden 8, dropout 0.0, maximum over time"))
    #expect(result.error.contains("Best dev macro F1 "))
  }

  @Test(
    arguments: [
      (
        "--checkpoint m", 64,
        "Give the examples to learn from: --examples, or --vectors and --labels."
      ),
      ("--examples train.tsv", 64, "Give a directory for the checkpoint: --checkpoint."),
      (
        "--examples train.tsv --checkpoint m --dev-examples a --dev-share 0.2", 64,
        "Give --dev-examples or --dev-share, not both."
      ),
      (
        "--examples train.tsv --checkpoint m --merges 5", 64,
        "--merges needs --unit subword, but the unit is character."
      ),
      (
        "--examples train.tsv --checkpoint m --bidirectional all --hidden-size 7", 64,
        "--hidden-size is 7, but must be an even number with --bidirectional, because each direction gets "
          + "half of it."
      ),
      (
        "--examples train.tsv --checkpoint m --columns 1", 64,
        "--columns is '1', but must be a text and a label column, separated by a comma: --columns 2,4."
      ),
    ])
  func wrongUse(arguments: String, status: Int, message: String) throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(10), to: directory.path("train.tsv"))
    #expect(
      train(arguments, in: directory.path)
        == failure(
          Int32(status), message, "See 'dragoman train classifier --help' for all options."))
    #expect(try names(in: directory.path) == ["train.tsv"])
  }

  private static let form = "Each line needs a text, a tab and a label."

  @Test(
    arguments: [
      ("", "", "t.tsv has no examples.", form),
      (
        "a b\nc\n", "",
        "t.tsv has no usable examples:\n  2 lines without a tab and a label, skipped (lines 1, 2)",
        form
      ),
      (
        "a\tA\nb\tA\n", "", "All training examples in t.tsv have the label 'A'.",
        "A model needs at least two labels to choose from."
      ),
      (
        "a\tA\nb\n", "--strict", "t.tsv, line 2: there is no column for the label.",
        "Fix the line, or omit --strict."
      ),
      (
        "a\tA\nb\t\n", "--strict", "t.tsv, line 2: the label is blank.",
        "Fix the line, or omit --strict."
      ),
      (
        "aaa\tA\nbbb\tB\n", "--max-length 2",
        "t.tsv has no usable examples:\n  2 lines longer than --max-length, skipped (lines 1, 2)",
        "Raise --max-length."
      ),
    ])
  func wrongExamples(_ text: String, _ flags: String, _ message: String, _ advice: String) throws {
    let directory = TemporaryDirectory()
    try write(text, to: directory.path("t.tsv"))
    #expect(
      train("--examples t.tsv --checkpoint m --dev-share 0 \(flags)", in: directory.path)
        == failure(65, message, advice))
    #expect(try names(in: directory.path) == ["t.tsv"])
  }

  /// Every command for another task refuses a classifier, and names a command for it.
  @Test func otherCommandsNameTheTask() throws {
    let (model, directory) = ("model", TrainedClassifier.directory)
    for (command, other) in [
      ("translate \(model)", "translator"), ("explain \(model)", "translator"),
      ("score \(model) --pairs train.tsv", "translator"), ("sample \(model)", "language model"),
      ("complete \(model)", "language model"),
    ] {
      let result = Dragoman.run(command, in: directory, input: "a\n")
      #expect(
        result
          == failure(
            65, "model is a classifier, not a \(other).", "Use it with 'dragoman classify'."),
        "\(command)")
    }
    #expect(
      Dragoman.run(
        "train language-model --text test.tsv --checkpoint model --resume", in: directory)
        == failure(
          64, "model is a classifier, not a language model.",
          "Resume it with 'dragoman train classifier --resume', or give another --checkpoint."))
    let language = TrainedLanguageModel.directory + "/model"
    #expect(
      Dragoman.run("classify \(language)", in: directory, input: "a\n")
        == failure(
          65, "\(language) is a language model, not a classifier.",
          "Use it with 'dragoman sample' or 'dragoman complete'."))
    #expect(
      Dragoman.run("evaluate model \(language) --examples test.tsv", in: directory)
        == failure(
          64, "\(language) is a language model, but model is a classifier.",
          "Give checkpoints of one task at a time."))
  }

  @Test func classifiersCanBeAveraged() throws {
    let directory = TemporaryDirectory()
    let model = TrainedClassifier.directory + "/model"
    let result = Dragoman.run("average \(model) \(model) --output mean", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let input = "bba\nco\nuf\n"
    #expect(
      Dragoman.run("classify mean", in: directory.path, input: input).output == "A\nO\nU\n")
  }
}

/// Texts of noise with one vowel, which is the label.
enum ToyExamples {
  static func lines(_ count: Int, seed: UInt64 = 3) -> String {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let vowel = "aou".randomElement(using: &random) ?? "a"
      var noise = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        "bcdf".randomElement(using: &random) ?? "b"
      }
      noise.insert(vowel, at: Int.random(in: 0...noise.count, using: &random))
      return String(noise) + "\t\(vowel.uppercased())\n"
    }.joined()
  }
}

/// A trained classifier `model` beside a small test set, made once for all tests that only read it.
enum TrainedClassifier {
  static let directory: String = {
    let directory = SharedDirectory.make()
    do {
      try write(ToyExamples.lines(400), to: directory + "/train.tsv")
      try write("bba\tA\ncu\tU\nfo\tX\nda\tA\nno label\n", to: directory + "/test.tsv")
    } catch { fatalError("\(error)") }
    let result = Dragoman.run(
      "train classifier --examples train.tsv --checkpoint model --precision float32 --threads 1 "
        + "--batch-size 8 --epochs 10 --learning-rate 0.02 --embedding-size 8 --hidden-size 16",
      in: directory)
    precondition(result.status == 0, result.error)
    return directory
  }()
}
