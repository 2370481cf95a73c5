// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Wrong vectors, lengths and labels for classifiers and labellers.
struct VectorErrorTests {
  @Test(
    arguments: [
      ("--vectors v", "--vectors needs --labels."), ("--labels y", "--labels needs --vectors."),
      ("--lengths 2", "--lengths needs --vectors."),
      ("--dev-vectors v", "--dev-vectors needs --vectors."),
      (
        "--vectors v --labels y --dev-vectors v",
        "Give both --dev-vectors and --dev-labels, or neither."
      ),
      ("--vectors v --labels y --dev-lengths 2", "--dev-lengths needs --dev-vectors."),
      (
        "--vectors v --labels y --dev-vectors v --dev-labels y --dev-share 0.1",
        "Give --dev-vectors and --dev-labels, or --dev-share, not both."
      ),
      (
        "--vectors v --labels y --lengths 0",
        "--lengths is 0, but must be a file or a number of at least 1."
      ),
      (
        "--vectors v --labels y --dev-vectors v --dev-labels y --dev-lengths 0",
        "--dev-lengths is 0, but must be a file or a number of at least 1."
      ),
      (
        "--vectors v --labels y --patience 1 --dev-share 0",
        "--patience needs a dev set: give one with --dev-vectors and --dev-labels, or --dev-share."
      ),
      (
        "--vectors v --labels y --strict", "--strict does not apply to --vectors: omit one of them."
      ),
      (
        "--vectors v --labels y --min-frequency 2",
        "--min-frequency does not apply to --vectors: omit one of them."
      ),
      (
        "--vectors v --labels y --embedding-size 2",
        "--embedding-size does not apply to --vectors: omit one of them."
      ),
      (
        "--vectors v --labels y --embeddings e",
        "--embeddings does not apply to --vectors: omit one of them."
      ),
      (
        "--vectors v --labels y --freeze-embeddings",
        "--freeze-embeddings does not apply to --vectors: omit one of them."
      ),
    ])
  func wrongUse(arguments: String, message: String) throws {
    let directory = TemporaryDirectory()
    try write("1 2\n3 4\n", to: directory.path("v"))
    try write("a\nb\n", to: directory.path("y"))
    for task in ["classifier", "labeller"] {
      let result = Dragoman.run("train \(task) --checkpoint m \(arguments)", in: directory.path)
      #expect(
        result == failure(64, message, "See 'dragoman train \(task) --help' for all options."),
        "\(task)")
    }
    #expect(try names(in: directory.path) == ["v", "y"])
  }

  @Test(
    arguments: [
      ("classifier", "--examples v", "--examples"),
      ("classifier", "--dev-examples v", "--dev-examples"),
      ("classifier", "--unit word", "--unit"), ("classifier", "--language en", "--language"),
      ("labeller", "--tokens v", "--tokens"), ("labeller", "--no-characters", "--characters"),
      ("labeller", "--character-hidden-size 4", "--character-hidden-size"),
    ])
  func optionsOfTextAreRefused(task: String, flags: String, name: String) {
    #expect(
      Dragoman.run("train \(task) --checkpoint m --vectors v --labels y \(flags)")
        == failure(
          64, "\(name) does not apply to --vectors: omit one of them.",
          "See 'dragoman train \(task) --help' for all options."))
  }

  @Test func optionsOfVectorsNeedThem() {
    for (task, flag) in [("classifier", "--examples"), ("labeller", "--tokens")] {
      #expect(
        Dragoman.run("train \(task) --checkpoint m \(flag) v --no-standardize")
          == failure(
            64, "--standardize needs --vectors.",
            "See 'dragoman train \(task) --help' for all options."))
    }
  }

  private static let form = "Give one vector per line, its numbers separated by tabs or spaces."
  private static let each =
    "Give a label for each sequence, and use --lengths to mark where sequences end."
  private static let several = "A model needs at least two labels to choose from."

  @Test(
    arguments: [
      ("", "a\n", "", "v has no vectors.", nil),
      ("1 2\n\n3\n", "a\nb\n", "", "v, line 3: this has 1 number, but must have 2.", nil),
      ("1 2\n3 x\n", "a\nb\n", "", "v, line 2: 'x' is not a number.", form),
      ("1 2\nnan 1\n", "a\nb\n", "", "v, line 2: number 1 is NaN.", nil),
      ("1\n2\n3\n", "a\nb\n", "", "v has 3 sequences, but y has 2 labels.", each),
      ("1\n2\n\n3\n", "a\nb\nc\n", "", "v has 2 sequences, but y has 3 labels.", each),
      ("1\n2\n", "a\na\n", "", "All training examples in y have the label 'a'.", several),
      (
        "1\n2\n3\n", "a\nb\n", "--lengths 2",
        "v has 3 vectors, which cannot be divided into sequences of 2.", nil
      ),
      (
        "1\n2\n3\n", "a\nb\n", "--lengths n",
        "n: the lengths add up to 4, but there are 3 vectors.",
        nil
      ),
      ("1\n2\n", "a\n\u{0}b\n", "", "y, line 2: this contains a NUL byte.", nil),
      (
        "1\n2\n", "a\nb\n", "--dev-vectors d --dev-labels y",
        "The vectors in d have 2 numbers, but the model reads vectors with 1.", nil
      ),
      (
        "1\n2\n\n3\n4\n", "a\nb\n", "--max-length 1",
        "v has no usable sequences:\n  2 sequences longer than --max-length, skipped (sequences 1, 2)",
        "Raise --max-length, or use --lengths to mark where sequences end."
      ),
    ] as [(String, String, String, String, String?)])
  func wrongSequences(
    _ vectors: String, _ labels: String, _ flags: String, _ message: String, _ advice: String?
  ) throws {
    let directory = TemporaryDirectory()
    for (name, text) in [("v", vectors), ("y", labels), ("n", "1\n3\n"), ("d", "1 2\n3 4\n")] {
      try write(text, to: directory.path(name))
    }
    #expect(
      Dragoman.run(
        "train classifier --vectors v --labels y --checkpoint m \(flags)", in: directory.path)
        == failure(65, message, advice))
    #expect(try names(in: directory.path) == ["d", "n", "v", "y"])
  }

  @Test func eachVectorHasALabel() throws {
    let directory = TemporaryDirectory()
    try write("1\n2\n3\n", to: directory.path("v"))
    try write("a\nb\n", to: directory.path("y"))
    #expect(
      Dragoman.run("train labeller --vectors v --labels y --checkpoint m", in: directory.path)
        == failure(65, "v has 3 vectors, but y has 2 labels.", "Give a label for each vector."))
  }

  @Test(
    arguments: [
      ("classify up", "up reads vectors: give --vectors."),
      ("label high", "high reads vectors: give --vectors."),
      ("classify up --lengths 2", nil),
      ("label high --stream --vectors test.tsv", nil),
      (
        "label high --vectors test.tsv --format tokens",
        "high reads vectors, not tokens: give --format lines or labels."
      ),
      ("evaluate up --examples test.tsv", "up reads vectors: give --vectors and --labels."),
      ("evaluate high --tokens test.labels", nil),
      ("evaluate up --vectors test.tsv", nil),
      ("evaluate up --labels test.labels", nil),
      ("evaluate up --vectors test.tsv --labels test.labels --examples test.tsv", nil),
      ("evaluate up --lengths 2 --examples test.tsv", nil),
    ] as [(String, String?)])
  func modelsOfVectorsNeedVectors(arguments: String, message: String?) throws {
    let result = Dragoman.run(arguments, in: TrainedVectorModels.directory)
    #expect(result.status == 64 || arguments.contains("--tokens"), "\(result)")
    #expect(result.output.isEmpty)
    if let message { #expect(result.error.hasPrefix("Error: \(message)\n"), "\(result)") }
  }

  @Test func modelsOfTextAreGivenText() throws {
    let directory = TrainedVectorModels.directory
    let (classifier, labeller) = (
      TrainedClassifier.directory + "/model", TrainedLabeller.directory + "/model"
    )
    for (command, model, input) in [
      ("classify", classifier, "text"), ("label", labeller, "tokens"),
    ] {
      #expect(
        Dragoman.run("\(command) \(model) --vectors test.tsv", in: directory)
          == failure(
            64, "\(model) reads \(input), not vectors: omit --vectors.",
            "See 'dragoman \(command) --help' for all options."))
      #expect(
        Dragoman.run(
          "evaluate \(model) --vectors test.tsv --labels test.labels", in: directory
        ).status != 0)
    }
    #expect(
      Dragoman.run("generate up --vectors test.flat", in: directory)
        == failure(
          65, "up is a classifier, not a generator.", "Use it with 'dragoman classify'."))
    let generator = TrainedGenerator.directory + "/model"
    #expect(
      Dragoman.run("classify \(generator) --vectors test.tsv", in: directory)
        == failure(
          65, "\(generator) is a generator, not a classifier.",
          "Use it with 'dragoman generate'."))
    #expect(
      Dragoman.run(
        "evaluate \(generator) --vectors test.tsv --labels test.labels", in: directory
      ).error.hasPrefix("Error: --labels is for classifiers and labellers, but "))
  }

  @Test func vectorsHaveTheSizeOfTheModel() throws {
    let directory = TemporaryDirectory()
    try write("1 2\n3 4\n", to: directory.path("v"))
    try write("up\ndown\n", to: directory.path("y"))
    let trained = TrainedVectorModels.directory
    let message = "The vectors in v have 2 numbers, but the model reads vectors with 3."
    for command in [
      "classify \(trained)/up --vectors v", "label \(trained)/high --vectors v",
      "evaluate \(trained)/up --vectors v --labels y",
      "evaluate \(trained)/high --vectors v --labels y",
    ] {
      #expect(Dragoman.run(command, in: directory.path) == failure(65, message), "\(command)")
    }
  }

  @Test func aRunIsResumedWithWhatItReads() throws {
    let directory = TemporaryDirectory()
    try ToySequences.write(12, "train", to: directory.path)
    try write(ToyExamples.lines(12), to: directory.path("examples.tsv"))
    let settings = "--epochs 1 --hidden-size 4 --threads 1"
    let (vectors, texts) = (
      "train classifier --vectors train.tsv --labels train.labels",
      "train classifier --examples examples.tsv"
    )
    func run(_ arguments: String) -> ProcessResult { Dragoman.run(arguments, in: directory.path) }
    #expect(run("\(vectors) --checkpoint v \(settings)").status == 0)
    #expect(run("\(texts) --checkpoint t \(settings)").status == 0)
    let advice = "See 'dragoman train classifier --help' for all options."
    #expect(
      run("\(texts) --checkpoint v --resume")
        == failure(
          64, "v reads vectors: give --vectors and --labels, or another --checkpoint.", advice))
    #expect(
      run("\(vectors) --checkpoint t --resume")
        == failure(
          64, "t reads text, not vectors: give --examples, or another --checkpoint.", advice))
    #expect(
      run("\(vectors) --checkpoint v --resume --no-standardize").error.hasPrefix(
        "Error: --standardize cannot be changed when resuming (it was true, now false)"))
    // A label that is new in a changed corpus cannot be learned.
    let labels = String(
      decoding: try contents(of: directory.path("train.labels")), as: UTF8.self)
    try write(
      labels.replacing("up", with: "left"), to: directory.path("train.labels"))
    #expect(
      run("\(vectors) --checkpoint v --resume --allow-changed-corpus --epochs 2")
        == failure(
          65, "train.labels has the label 'left', which the checkpoint does not have.",
          "Train a new checkpoint, or remove the examples with this label."))
    try write("a\tNew\nb\tA\n", to: directory.path("examples.tsv"))
    #expect(
      run("\(texts) --checkpoint t --resume --allow-changed-corpus --epochs 2")
        == failure(
          65, "examples.tsv has the label 'New', which the checkpoint does not have.",
          "Train a new checkpoint, or remove the examples with this label."))
  }
}
