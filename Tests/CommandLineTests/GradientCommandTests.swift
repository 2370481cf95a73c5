// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import TestSupport
import Testing

/// `gradients`, with a model of each task that has them.
struct GradientCommandTests {
  private func gradients(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("gradients \(arguments) --threads 1", in: directory)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try contents(of: path), as: UTF8.self)
  }

  /// Returns the values of the rows of a table that begin with some cells.
  private func values(_ table: String, _ cells: String...) -> [Double] {
    table.split(separator: "\n").filter { $0.hasPrefix(cells.joined(separator: "\t") + "\t") }
      .compactMap { $0.split(separator: "\t").last.flatMap { Double($0) } }
  }

  @Test func tablesOfAClassifier() {
    let result = gradients(
      "model --examples train.tsv --hold-forget-gates", in: TrainedClassifier.directory)
    #expect(result.status == 0 && result.error == "")
    #expect(
      result.output.replacing(#/[0-9]+(\.[0-9]+)?(e-[0-9]+)?( %)?/#, with: "#")
        .replacing(#/ {2,}/#, with: " ") == """
          Norm of the gradient with respect to the state, by the number of steps back:

          network layer state # # #
          model # hidden # # #
          model # cell # # #
          model, forget gates held at # # hidden # # #
          model, forget gates held at # # cell # # #

          Gates almost closed (below #) and almost open (above #), and the largest singular value σ of the recurrent weights:

          network layer gate below # above # σ
          model # input # # #
          model # forget # # #
          model # candidate #
          model # output # # #
          model # all #
          model, forget gates held at # # input # # #
          model, forget gates held at # # forget # # #
          model, forget gates held at # # candidate #
          model, forget gates held at # # output # # #
          model, forget gates held at # # all #

          """)
    let held = "forget gates held at 1  1      forget         0.0 %    100.0 %"
    #expect(result.output.contains(held))
  }

  @Test func everyTaskHasGradients() {
    let labels = "--labels test.labels"
    for (directory, arguments) in [
      (TrainedCheckpoint.directory, "model --source dev.en --reference dev.fr"),
      (TrainedLanguageModel.directory, "model --text text.txt --distance 20 --sequences 5"),
      (LineModel.directory, "lines --text text.txt"),
      (TrainedLabeller.directory, "model --tokens test.tsv"),
      (TrainedVectorModels.directory, "up --vectors test.tsv \(labels)"),
      (TrainedVectorModels.directory, "high --vectors test.tsv --labels test.steps"),
    ] {
      let result = gradients(arguments, in: directory)
      #expect(result.status == 0, "\(arguments): \(result.error)")
      #expect(result.output.contains(#/ 1 +hidden +[0-9.e-]+/#), "\(arguments): \(result.output)")
    }
  }

  @Test func thePageHasAllNumbers() throws {
    let directory = TrainedClassifier.directory
    let flags = "model --examples train.tsv --hold-forget-gates --sigma 1,0.5"
    let page = gradients(flags + " --output pages/gradients.html", in: directory)
    #expect(
      page.status == 0
        && page.error == "Wrote the norms at all distances to pages/gradients.html.\n")
    #expect(gradients(flags + " --output gradients.tsv", in: directory).status == 0)
    let (html, table) = (
      try text(directory + "/pages/gradients.html"), try text(directory + "/gradients.tsv")
    )
    let link = try #require(html.firstMatch(of: #/;base64,([^"]+)"/#)).output.1
    let data = try #require(Data(base64Encoded: String(link)))
    #expect(String(decoding: data, as: UTF8.self) == table)
    #expect(
      html.matches(of: #/<h2>([^<]*)</#).map { String($0.output.1) } == [
        "Gradient by distance", "Along the cell state of an LSTM",
        "Saturated gates, and singular values", "Elman networks with a given σ",
      ])
    #expect(
      html.matches(of: #/<figcaption>([^<]*)</#).map { String($0.output.1) } == [
        "Layer 1, hidden state", "Layer 1, cell state", "Layer 1, cell state alone",
        "Resting: all states are 0", "Driven by random inputs",
      ])
  }

  /// The derivative of a cell state by earlier ones is exactly 1 if the forget gates are held at 1.
  @Test func heldForgetGatesAreExact() throws {
    let directory = TrainedClassifier.directory
    #expect(
      gradients(
        "model --examples train.tsv --hold-forget-gates --output held.tsv", in: directory
      ).status == 0)
    let table = try text(directory + "/held.tsv")
    let held = values(table, "model, forget gates held at 1", "1", "forward", "cell_path", "cell")
    #expect(held == [1, 1, 1, 1, 1, 1])
    let trained = values(table, "model", "1", "forward", "cell_path", "cell")
    #expect(trained.count == 6 && trained.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func aRestingElmanNetworkMultipliesBySigma() throws {
    let directory = TemporaryDirectory()
    let result = gradients("--sigma 0.5,1,2 --output sigma.tsv", in: directory.path)
    #expect(result.status == 0)
    #expect(
      result.output.hasPrefix(
        """
        Elman networks with a given σ: norm of the gradient, by the number of steps back:

          σ  network      1      2       5        10        20        50       100
        0.5  resting    0.5   0.25  0.0313  0.000977  9.54e-07  8.88e-16  7.89e-31

        """))
    let table = try text(directory.path("sigma.tsv"))
    for (name, sigma) in [("0.5", 0.5), ("1.0", 1), ("2.0", 2)] {
      let found = values(table, "sigma \(name)", "1", "forward", "gradient_norm", "resting")
      var expected = 1.0
      #expect(found.count == 100)
      for norm in found {
        expected *= sigma
        #expect(abs(norm / expected - 1) < 1e-4)
      }
    }
  }

  @Test func wrongFlagsAreRefused() {
    let directory = TrainedClassifier.directory
    for (arguments, message) in [
      ("", "Give one or more checkpoints, or --sigma."),
      ("--text a.txt --sigma 1", "--text needs a checkpoint."),
      (
        "--sigma 1,3",
        "--sigma is '1,3', but must be a list of numbers from 0.4 to 2.4, separated by commas."
      ),
      ("model", "With a classifier, give --examples, or --vectors and --labels."),
      (
        "model --text a.txt",
        "--text is for language models, but model is a classifier: give --examples, or --vectors and "
          + "--labels."
      ),
      (
        "model --examples train.tsv --output a.svg",
        "--output is a.svg, but must end in .html or .tsv."
      ),
      (
        "model --examples train.tsv --distance 0", "--distance is 0, but must be from 1 to 100000."
      ),
    ] {
      let result = gradients(arguments, in: directory)
      #expect(result.status == 64)
      #expect(
        result.error.split(separator: "\n").first.map(String.init) == "Error: \(message)",
        "\(arguments): \(result.error)")
    }
  }

  @Test func wrongCorporaAreExplained() throws {
    let directory = TrainedClassifier.directory
    try write("", to: directory + "/empty.tsv")
    try write("bba\tZ\n", to: directory + "/labels.tsv")
    try write("b\tA\nc\tU\n", to: directory + "/steps.tsv")
    for (arguments, status, message) in [
      (
        "model --examples empty.tsv", 65,
        "empty.tsv has no examples.\nEach line needs a text, a tab and a label."
      ),
      (
        "model --examples labels.tsv", 65,
        "labels.tsv has no label that model knows.\n"
          + "Give a corpus of the kind that the model was trained on."
      ),
      (
        "model --examples steps.tsv", 65,
        "steps.tsv has only sequences of one step, so there is no earlier state.\n"
          + "Give longer sequences."
      ),
      (
        "model \(TrainedLabeller.directory)/model --examples train.tsv", 64,
        "model is a classifier, but \(TrainedLabeller.directory)/model is a labeller.\n"
          + "Give checkpoints of one task at a time."
      ),
      (
        "none --examples train.tsv", 66,
        "none is not a checkpoint: config.json is missing.\n"
          + "Give the directory that 'dragoman train --checkpoint' wrote."
      ),
      (
        "\(TrainedGenerator.directory)/model", 64,
        "\(TrainedGenerator.directory)/model is a generator, whose gradients this command does not measure.\n"
          + "Give translators, language models, classifiers or labellers."
      ),
    ] as [(String, Int32, String)] {
      let result = gradients(arguments + " --output wrong.html", in: directory)
      #expect(
        result == ProcessResult(status: status, output: "", error: "Error: \(message)\n"))
    }
    #expect(!FileManager.default.fileExists(atPath: directory + "/wrong.html"))
  }

  @Test func blankSourcesAreRefused() throws {
    let directory = TrainedCheckpoint.directory
    try write("\n \n", to: directory + "/blank.en")
    try write("a\nb\n", to: directory + "/blank.fr")
    #expect(
      gradients("model --source blank.en --reference blank.fr", in: directory)
        == ProcessResult(
          status: 65, output: "",
          error: "Error: blank.en has only blank lines.\nGive lines that have words.\n"))
  }

  @Test func modelsWithoutStatesAreRefused() {
    let result = gradients("trigrams --text text.txt", in: ModelsWithoutEmbeddings.directory)
    #expect(
      result
        == ProcessResult(
          status: 65, output: "",
          error:
            "Error: trigrams is an n-gram model, which has no state.\nGive a recurrent model.\n"
        ))
  }

  /// Long lines, and lines of unknown units.
  @Test func unusualTextsAreMeasured() throws {
    let directory = TrainedClassifier.directory
    let long = String(repeating: "b", count: 20_000)
    try write("\(long)a\tA\n", to: directory + "/long.tsv")
    for output in ["long.html", "long-gradients.tsv"] {
      let result = gradients("model --examples long.tsv --output \(output)", in: directory)
      #expect(result.status == 0)
      #expect(result.output.contains("  1000\n"))
      #expect(try !text("\(directory)/\(output)").contains("nan"))
    }
    try write("ΩΩΩ\tA\nΩΩ\tU\n", to: directory + "/unknown.tsv")
    #expect(gradients("model --examples unknown.tsv", in: directory).status == 0)
  }

  // MARK: While training

  /// The weights are the same to the bit, and each epoch has an entry, with a dev set or without, for
  /// whole sequences and for streams.
  @Test func trainingLogsGradients() throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(60), to: directory.path("train.tsv"))
    try ToyText.write(to: directory.path)
    for (name, task) in [
      ("classifier", "classifier --examples train.tsv --hidden-size 8"),
      (
        "dev", "classifier --examples train.tsv --dev-examples train.tsv --hidden-size 8 --cell gru"
      ),
      (
        "text",
        "language-model --text text.txt --hidden-size 8 --embedding-size 4 --batch-size 4 --window 12"
      ),
    ] {
      for flags in ["", "--log-gradients"] {
        let checkpoint = name + flags
        let result = Dragoman.run(
          "train \(task) --checkpoint \(checkpoint) --epochs 2 --threads 2 --precision float32 \(flags)",
          in: directory.path)
        #expect(result.status == 0, "\(result.error)")
      }
      func file(_ checkpoint: String, _ file: String) throws -> [UInt8] {
        try contents(of: directory.path("\(checkpoint)/\(file)"))
      }
      #expect(
        try file(name, "model.safetensors") == file(name + "--log-gradients", "model.safetensors"))
      let log = String(
        decoding: try file(name + "--log-gradients", "metrics.jsonl"), as: UTF8.self)
      let entries = log.split(separator: "\n").filter { $0.contains(#""kind":"gradients""#) }
      #expect(entries.count == 2)
      for entry in entries {
        #expect(entry.contains(#""gradient_1_hidden_5":"#) && entry.contains(#""sigma_1":"#))
      }
      #expect(!String(decoding: try file(name, "metrics.jsonl"), as: UTF8.self).contains("sigma"))
    }
    // The gradients are no dev scores.
    for name in ["classifier", "dev"] {
      let description = Dragoman.run("describe \(name)--log-gradients", in: directory.path).output
      #expect(
        description.matches(of: /\n +[0-9]+ +[0-9]+ +[0-9.]+ .*/).count == 2, "\(description)")
    }
    let plot = Dragoman.run(
      "plot text--log-gradients dev--log-gradients --output plot.html", in: directory.path)
    #expect(plot.status == 0, "\(plot.error)")
    let page = try text(directory.path("plot.html"))
    let titles = page.matches(of: #/<figcaption>([^<]*?) ?</#).map { String($0.output.1) }
    #expect(
      titles.suffix(3) == [
        "Gradient 10 steps back, layer 1, hidden state",
        "Gradient 10 steps back, layer 1, cell state", "Largest singular value, layer 1",
      ])
  }
}
