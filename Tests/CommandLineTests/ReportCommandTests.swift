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
        "Words that the vector holds", "Embeddings", "Cells",
      ])
    #expect(page.contains("train --source train.en --target train.fr"))
    #expect(page.contains("<th scope=\"row\" dir=\"auto\">peak memory</th>"))
    #expect(page.contains("<th scope=\"col\">reference</th>"))
    for name in ["facts", "training", "translations", "bottleneck", "embeddings", "activations"] {
      #expect(page.contains("download=\"\(name).tsv\""), "\(name)")
    }
    let (short, _) = try report("model", in: TrainedCheckpoint.directory)
    #expect(headings(short) == ["The model", "Training", "Embeddings"])
  }

  @Test func aLanguageModelWritesSamples() throws {
    let (page, _) = try report("model", in: TrainedLanguageModel.directory)
    #expect(headings(page) == ["The model", "Training", "Samples", "Embeddings", "Cells"])
    #expect(page == (try report("model --seed 1", in: TrainedLanguageModel.directory).page))
    #expect(page != (try report("model --seed 2", in: TrainedLanguageModel.directory).page))
  }

  @Test func anNGramModelHasNoStates() throws {
    let (page, _) = try report("trigrams", in: ModelsWithoutEmbeddings.directory)
    #expect(headings(page) == ["The model", "Samples"])
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
