// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `dragoman bottleneck`.
struct BottleneckCommandTests {
  private func bottleneck(_ arguments: String, in directory: String) -> ProcessResult {
    Dragoman.run("bottleneck \(arguments)", in: directory)
  }

  @Test func tablesShowQualityAndWordsByLength() throws {
    let result = bottleneck(
      "model model --source dev.en --reference dev.fr", in: TrainedCheckpoint.directory)
    let pattern =
      #/
      BLEU\ by\ length\ of\ the\ source\n
      words\ \ sentences\ \ +model\ \ +model\n
      \ \ 1-5\ +20\ +[0-9.]+\ +[0-9.]+\n
      \ \ all\ +20\ +[0-9.]+\ +[0-9.]+\n
      \n
      percentage\ of\ the\ source's\ words\ that\ can\ be\ read\ back,\ by\ length\ of\ the\ source\n
      words\ \ sentences\ \ model\ \ model\ \ guess\ \ +limit\n
      \ \ 1-5\ +20\ +([0-9.]+)\ +([0-9.]+)\ +([0-9.]+)\ +([0-9.]+)\n
      \ \ all\ +20\ +[0-9.]+\ +[0-9.]+\ +[0-9.]+\ +[0-9.]+\n
      \n
      vector:\ 32\ values\ \(model\)\ and\ 32\ values\ \(model\)\n
      /#
    #expect(result.status == 0 && result.error == "")
    let found = try #require(result.output.wholeMatch(of: pattern), "\(result.output)").output
    let (recovered, guess) = (Double(found.1) ?? 0, Double(found.3) ?? 0)
    #expect(found.1 == found.2 && recovered > guess && recovered <= Double(found.4) ?? 0)
  }

  @Test func jsonHasTheSameNumbers() throws {
    let result = bottleneck(
      "model --source dev.en --reference dev.fr --json", in: TrainedCheckpoint.directory)
    #expect(result.status == 0)
    for key in ["\"recovered\" : ", "\"guess\" : ", "\"limit\" : ", "\"vector_size\" : 32"] {
      #expect(result.output.contains(key), "\(key)")
    }
  }

  @Test func thePageHasTheNumbers() throws {
    let output = TemporaryDirectory()
    let path = output.path("deep/page.html")
    let result = bottleneck(
      "model --source dev.en --reference dev.fr --plot \(path)", in: TrainedCheckpoint.directory)
    #expect(result.status == 0 && result.error == "Wrote the plots to \(path).\n")
    let page = String(decoding: try contents(of: path), as: UTF8.self)
    #expect(page.contains("<title>The bottleneck of model</title>"))
    #expect(page.contains("download=\"bottleneck.tsv\""))
  }

  @Test func wrongInputIsRefused() throws {
    let output = TemporaryDirectory()
    let directory = TrainedCheckpoint.directory
    #expect(
      bottleneck("model", in: directory).error.hasPrefix(
        "Error: Give either --source and --reference, or --pairs."))
    #expect(
      bottleneck("model --source dev.en --reference dev.fr --plot a.svg", in: directory).error
        .hasPrefix("Error: --plot is a.svg, but must end in .html."))
    try write("a b\tA B\n", to: output.path("one.tsv"))
    #expect(
      bottleneck("model --pairs \(output.path("one.tsv"))", in: directory)
        == failure(
          65,
          "Words can be read back only if there are at least two sentences; there is only one."))
    #expect(
      bottleneck("none --source dev.en --reference dev.fr", in: directory).status == 66)
    #expect(
      bottleneck(
        "model --source \(directory)/dev.en --reference \(directory)/dev.fr",
        in: TrainedLanguageModel.directory
      ).status == 65)
  }
}
