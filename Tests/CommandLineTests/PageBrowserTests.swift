// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The pages that commands write, in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "Chromium or its driver is not installed"))
struct PageBrowserTests {
  /// Runs commands that write `page.html` in `directory`, and expects no faults in the pages.
  private func expectNoFaults(
    _ commands: [String], in directory: String, input: String = "a b c\nd\n"
  ) throws {
    let browser = try Browser()
    let scratch = TemporaryDirectory()
    for command in commands {
      let path = scratch.path("page.html")
      let result = Dragoman.run(command + " \(path)", in: directory, input: input)
      #expect(result.status == 0, "\(command): \(result.error)")
      let found = try browser.faults(ofPage: path)
      #expect(found == [], "\(command)")
    }
  }

  @Test func pagesAboutATranslator() throws {
    let development = "--source dev.en --reference dev.fr"
    let directory = TrainedCheckpoint.directory
    // A long path is in the heading of a page.
    try expectNoFaults(
      [
        "report \(directory)/model \(development) --output",
        "bottleneck model \(development) --plot",
        "gradients model \(development) --output", "plot model --output",
        "encode model --plot", "activations model --plot",
      ], in: directory)
  }

  @Test func pagesAboutALanguageModel() throws {
    try expectNoFaults(
      ["report model --output", "activations model --feature line-position --plot"],
      in: TrainedLanguageModel.directory, input: "alpha bravo\n")
  }

  @Test func pagesAboutAClassifier() throws {
    try expectNoFaults(
      [
        "report model --output", "evaluate model --examples train.tsv --plot",
        "gradients model --examples train.tsv --hold-forget-gates --sigma 1,0.5 --output",
      ], in: TrainedClassifier.directory)
  }
}
