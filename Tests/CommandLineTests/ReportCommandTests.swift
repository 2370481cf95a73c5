// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `dragoman report`.
struct ReportCommandTests {
  private func report(_ arguments: String, in directory: String) throws -> (
    page: String, result: ProcessResult
  ) {
    let output = TemporaryDirectory()
    let path = output.path("deep/report.html")
    let result = Dragoman.run("report \(arguments) --output \(path)", in: directory)
    guard result.status == 0 else { return ("", result) }
    #expect(result.error.hasSuffix("Wrote the report to \(path).\n") && result.output == "")
    return (String(decoding: try contents(of: path), as: UTF8.self), result)
  }

  private func headings(_ page: String) -> [String] {
    page.matches(of: #/<h2>(.*?)</h2>/#).map { String($0.output.1) }
  }

  @Test func aTranslator() throws {
    let (page, _) = try report(
      "model --source dev.en --reference dev.fr", in: TrainedCheckpoint.directory)
    #expect(
      headings(page) == [
        "The model", "Training", "Translations", "Quality by sentence length",
        "Words that the vector holds", "Embeddings", "Units",
      ])
    #expect(page.contains("train --source train.en --target train.fr"))
    #expect(page.contains("<th scope=\"row\" dir=\"auto\">peak memory</th>"))
    #expect(page.contains("<th scope=\"col\">reference</th>"))
    for name in ["facts", "training", "translations", "bottleneck", "embeddings", "activations"] {
      #expect(page.contains("download=\"\(name).tsv\""), "\(name)")
    }
    let one = TemporaryDirectory()
    try write("a b\tA B\n", to: one.path("one.tsv"))
    let (single, _) = try report(
      "model --pairs \(one.path("one.tsv"))", in: TrainedCheckpoint.directory)
    #expect(headings(single) == ["The model", "Training", "Translations", "Embeddings", "Units"])
    let (short, _) = try report("model", in: TrainedCheckpoint.directory)
    #expect(headings(short) == ["The model", "Training", "Embeddings"])
  }

  @Test func aLanguageModelWritesSamples() throws {
    let (page, _) = try report("model", in: TrainedLanguageModel.directory)
    #expect(headings(page) == ["The model", "Training", "Samples", "Embeddings", "Units"])
    #expect(page == (try report("model --seed 1", in: TrainedLanguageModel.directory).page))
    #expect(page != (try report("model --seed 2", in: TrainedLanguageModel.directory).page))
  }

  @Test func anNGramModelHasNoStates() throws {
    let (page, _) = try report("trigrams", in: ModelsWithoutEmbeddings.directory)
    #expect(headings(page) == ["The model", "Samples"])
  }

  @Test func aClassifierAndALabeller() throws {
    let directory = TemporaryDirectory()
    try write(ToyExamples.lines(60), to: directory.path("train.tsv"))
    try write("a\tX\nb\tY\n\nb\tY\n\na\tX\n", to: directory.path("tokens.tsv"))
    try write("a b\nb\n", to: directory.path("lines.txt"))
    for (task, columns) in [
      ("classifier --examples train.tsv", ["text", "label", "probability"]),
      ("labeller --tokens tokens.tsv --dev-tokens tokens.tsv", ["tokens", "labels"]),
    ] {
      let trained = Dragoman.run(
        "train \(task) --checkpoint m --overwrite --hidden-size 4 --embedding-size 1 --epochs 1",
        in: directory.path)
      #expect(trained.status == 0, "\(trained.error)")
      // A map needs two components, and so an embedding size of at least 2.
      let (page, result) = try report("m --text lines.txt", in: directory.path)
      #expect(result.status == 0, "\(result.error)")
      #expect(headings(page).filter { $0 != "Training" } == ["The model", "Labels", "Units"])
      for column in columns { #expect(page.contains("<th scope=\"col\">\(column)</th>")) }
    }
  }

  @Test func modelsOfVectorsHaveNoText() throws {
    let directory = TrainedVectorModels.directory
    #expect(headings(try report("up", in: directory).page) == ["The model", "Training"])
    for model in ["up", "high"] {
      #expect(
        try report("\(model) --text train.labels", in: directory).result.error.hasPrefix(
          "Error: \(model) reads vectors, not text: omit --text.\n"))
    }
  }

  @Test func aLineThatIsNoRunIsSkipped() throws {
    try withToyCorpus { directory throws in
      let train = "train \(ToyCorpus.training) \(ToyCorpus.small) --checkpoint c"
      #expect(Dragoman.run("\(train) --epochs 1", in: directory).status == 0)
      let runs = String(decoding: try contents(of: directory + "/c/runs.jsonl"), as: UTF8.self)
      try write("{\"comm", to: directory + "/c/runs.jsonl")
      #expect(Dragoman.run("\(train) --epochs 2 --resume", in: directory).status == 0)
      let kept = String(decoding: try contents(of: directory + "/c/runs.jsonl"), as: UTF8.self)
      #expect(runs.split(separator: "\n").count == 1 && kept.split(separator: "\n").count == 1)
      #expect(kept.contains("\"--resume\"") && kept.contains("\"peak_memory_bytes\":"))
    }
  }

  @Test func nothingInTheDataIsMarkup() throws {
    let lines = TemporaryDirectory()
    try write("<script>alert(1)</script>\t\"x\"\n", to: lines.path("lines.tsv"))
    let (page, _) = try report(
      "model --text \(lines.path("lines.tsv"))", in: TrainedLanguageModel.directory)
    #expect(!page.contains("<script"))
  }

  @Test func wrongUseIsRefused() throws {
    let translator = TrainedCheckpoint.directory
    #expect(
      Dragoman.run("report model --output r.svg", in: translator).error.hasPrefix(
        "Error: --output is r.svg, but must end in .html."))
    #expect(
      try report("model --text dev.en", in: translator).result.error.hasPrefix(
        "Error: model is a translator: replace --text with --source and --reference, or with --pairs."
      ))
    #expect(
      try report("model --source dev.en", in: translator).result.error.hasPrefix(
        "Error: --source is not enough: give either --source and --reference, or --pairs."))
    #expect(
      try report("model --pairs dev.en", in: TrainedLanguageModel.directory).result.error.hasPrefix(
        "Error: --pairs is for translators, but model is a language model: omit --pairs."))
    #expect(try report("none", in: translator).result.status == 66)
  }
}
