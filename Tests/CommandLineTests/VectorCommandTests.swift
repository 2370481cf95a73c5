// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// Classifiers and labellers of vectors.
struct VectorCommandTests {
  private func run(_ arguments: String, _ input: String = "") -> ProcessResult {
    Dragoman.run(arguments, in: TrainedVectorModels.directory, input: input)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try contents(of: TrainedVectorModels.directory + "/" + name), as: UTF8.self)
  }

  private func success(_ output: String) -> ProcessResult {
    ProcessResult(status: 0, output: output, error: "")
  }

  // MARK: Training

  @Test func theRunOfAClassifierIsReported() throws {
    let directory = TemporaryDirectory()
    try ToySequences.write(50, "train", to: directory.path)
    try ToySequences.write(20, "dev", seed: 9, to: directory.path)
    let result = Dragoman.run(
      "train classifier --vectors train.flat --lengths train.lengths --labels train.labels "
        + "--dev-vectors dev.tsv --dev-labels dev.labels --checkpoint m --max-length 5 --epochs 1 "
        + TrainedVectorModels.settings, in: directory.path)
    #expect(result.status == 0 && result.output.isEmpty)
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(7)) == [
        "Examples: train.flat and train.labels, 40 sequences, 140 vectors",
        "  10 sequences longer than --max-length, skipped (sequences 4, 5, 16, 17, 26, …)",
        "Dev set: dev.tsv and dev.labels, 16 sequences, 57 vectors",
        "  4 sequences longer than --max-length, skipped (sequences 10, 12, 13, 16)",
        "2 labels: up (23), down (17)", "Vectors: 3 numbers, standardized",
        "Model: 402 parameters, LSTM, 1 layer, vectors of 3, hidden 8, dropout 0.0, last state",
      ], "\(result.error)")
    #expect(
      lines.suffix(3) == [
        "The checkpoint is in m. Next:",
        "  dragoman classify m --vectors dev.tsv",
        "  dragoman describe m",
      ])
  }

  /// Without lengths, all vectors are one long sequence, which windows divide.
  @Test func aLabellerReadsOneSequenceInWindows() throws {
    let directory = TemporaryDirectory()
    try ToySequences.write(50, "train", to: directory.path)
    let result = Dragoman.run(
      "train labeller --vectors train.flat --labels train.steps --window 4 --checkpoint m "
        + "--epochs 1 \(TrainedVectorModels.settings)", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(lines[0] == "Examples: train.flat and train.steps, 1 sequence, 200 vectors")
    #expect(lines[1] == "No dev set: the weights of the last epoch are kept.")
    let description = Dragoman.run("describe m", in: directory.path).output
    #expect(
      description.contains(
        "vectors        3 numbers, standardized, in windows of 4 vectors\n"), "\(description)")
    // Each sequence goes on from the state after the one before.
    let whole = Dragoman.run("label m --vectors train.flat", in: directory.path).output
    let parts = Dragoman.run("label m --vectors train.tsv", in: directory.path).output
    #expect(whole == parts.split(separator: "\n").joined(separator: " ") + "\n")
  }

  @Test(arguments: ["classifier --labels train.labels", "labeller --labels train.steps"])
  func aRunIsResumedToTheSameBytes(task: String) throws {
    let directory = TemporaryDirectory()
    try ToySequences.write(40, "train", to: directory.path)
    let data = "train \(task) --vectors train.tsv"
    let arguments = "\(data) --epochs 3 \(TrainedVectorModels.settings) --checkpoint "
    func run(_ arguments: String) -> ProcessResult { Dragoman.run(arguments, in: directory.path) }
    #expect(run(arguments + "whole").status == 0)
    #expect(run(arguments + "parts --max-steps 7").status == 0)
    let resumed = run("\(data) --checkpoint parts --resume --max-steps none")
    #expect(resumed.status == 0 && resumed.error.contains("Resuming at step 7."))
    for file in ["model.safetensors", "labels.tsv", "config.json"] {
      let bytes = try ["whole", "parts"].map {
        try contents(of: directory.path("\($0)/\(file)"))
      }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
    #expect(try !names(in: directory.path("whole")).contains("text.vocab"))
  }

  @Test func aFileOfSettingsIsRead() throws {
    let directory = TemporaryDirectory()
    try ToySequences.write(20, "train", to: directory.path)
    try write(
      "vectors: train.flat\nlengths: train.lengths\nlabels: train.labels\ncheckpoint: m\n"
        + "dev_vectors: train.flat\ndev_lengths: train.lengths\ndev_labels: train.labels\n"
        + "epochs: 1\nhidden_size: 8\nstandardize: false\npooling: max\n",
      to: directory.path("f.yaml"))
    let result = Dragoman.run("train classifier --config f.yaml", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let description = Dragoman.run("describe m", in: directory.path).output
    #expect(description.contains("vectors        3 numbers\n"), "\(description)")
    #expect(description.contains("vectors of 3, hidden 8, dropout 0.0, maximum over time\n"))
  }

  // MARK: Use

  @Test func sequencesOfEveryFormGiveTheSame() throws {
    let expected = success(try text("test.labels"))
    #expect(run("classify up --vectors test.tsv") == expected)
    for flags in [
      "--vectors test.flat --lengths test.lengths", "--vectors test.tsv --threads 3",
      "--vectors test.tsv --precision int8",
    ] {
      #expect(run("classify up \(flags)") == expected, "\(flags)")
    }
    // Without lengths, each vector is a sequence.
    let single = run("classify up --vectors test.flat")
    #expect(single.output.split(separator: "\n").count == 129)
    #expect(run("classify up --vectors test.flat --lengths 1") == single)
  }

  @Test func vectorsHaveLabels() throws {
    let steps = try text("test.steps")
    #expect(run("label high --vectors test.tsv --format lines") == success(steps))
    let lines = steps.split(separator: "\n\n", omittingEmptySubsequences: true)
    #expect(
      run("label high --vectors test.flat --lengths test.lengths")
        == success(lines.map { $0.split(separator: "\n").joined(separator: " ") + "\n" }.joined()))
  }

  @Test func vectorsAreLabelledAsTheyArrive() throws {
    let result = run("label high --stream", try text("test.tsv"))
    #expect(try result.output == text("test.steps"))
    #expect(result.status == 0)
    #expect(
      try /129 vectors; time from a vector to its label: median .* ms, 99th percentile .* ms\n/
        .wholeMatch(in: result.error) != nil, "\(result.error)")
    #expect(
      run("label high --stream", "900 0 7\n1 2\n")
        == ProcessResult(
          status: 65, output: "hi\n",
          error: "Error: standard input, line 2: this has 2 numbers, but must have 3.\n"))
  }

  private struct Record: Decodable {
    struct Step: Decodable {
      let label: String
      let probability: Double
    }

    let sequence: Int?
    let label: String?
    let labels: [Step]?
    let vectors: [Step]?
  }

  @Test func probabilitiesAreInTheJSON() throws {
    func records(_ command: String) throws -> [Record] {
      try run("\(command) --vectors test.tsv --json").output.split(separator: "\n")
        .map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
    }
    let classified = try records("classify up")
    #expect(classified.map(\.sequence) == Array(1...30))
    #expect(
      try classified.map { ($0.label ?? "") + "\n" }.joined() == text("test.labels"))
    #expect(classified[0].labels?.map(\.label).sorted() == ["down", "up"])
    let labelled = try records("label high")
    let labels = labelled.map { ($0.vectors ?? []).map { $0.label + "\n" }.joined() + "\n" }
    #expect(try labels.joined() == text("test.steps"))
    #expect(labelled.allSatisfy { ($0.vectors ?? []).allSatisfy { $0.probability > 0.5 } })
  }

  @Test func theConfusionMatrixIsPrinted() {
    #expect(
      run("evaluate up --vectors test.flat --lengths test.lengths --labels test.labels")
        == success(
          """
          up: accuracy 100.0 % (30 of 30), macro F1 100.0 %

          label  examples  precision   recall       F1
          up           16    100.0 %  100.0 %  100.0 %
          down         14    100.0 %  100.0 %  100.0 %

             true \\ predicted   1   2
          1  up                16   ·
          2  down               ·  14

          """))
    let labelled = run("evaluate high --vectors test.tsv --labels test.steps")
    #expect(
      labelled.output.hasPrefix("high: accuracy 100.0 % (129 of 129), macro F1 100.0 %\n"),
      "\(labelled)")
  }

  @Test func theDescriptionNamesTheVectors() {
    for (model, noun) in [("up", "example"), ("high", "vector")] {
      let result = run("describe \(model)")
      #expect(result.status == 0)
      #expect(result.output.contains("vectors        3 numbers, standardized\n"))
      #expect(result.output.contains("corpus         472 vectors, "), "\(result.output)")
      #expect(result.output.contains(" \(noun)s\n") && !result.output.contains("vocabulary"))
    }
  }

  @Test(arguments: ["up", "high"]) func modelsCanBeAveraged(model: String) throws {
    let directory = TemporaryDirectory()
    let path = "\(TrainedVectorModels.directory)/\(model)"
    let result = Dragoman.run("average \(path) \(path) --output mean", in: directory.path)
    #expect(result.status == 0, "\(result.error)")
    let command = model == "up" ? "classify" : "label"
    let vectors = "\(TrainedVectorModels.directory)/test.tsv"
    #expect(
      Dragoman.run("\(command) mean --vectors \(vectors)", in: directory.path)
        == run("\(command) \(model) --vectors test.tsv"))
  }
}
