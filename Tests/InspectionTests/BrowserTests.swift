// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Inspection
import TestSupport
import Testing

/// Pages in a headless Chromium, if there is one: a browser measures text with its own fonts.
@Suite(.enabled(if: Browser.path != nil, "Chromium is not installed"))
struct BrowserTests {
  /// No two texts of a picture overlap, none sticks out of it, and only pictures scroll sideways.
  @Test(arguments: [380, 1600])
  func noTextOfADrawingOverlapsAnother(width: Int) throws {
    let pages = ModelDrawings.all.map { sample in
      ModelPage(title: sample.description, sample.drawing).html()
    }
    #expect(try Browser.faults(of: pages, width: width) == "no faults in \(pictureCount) pictures")
  }

  private var pictureCount: Int {
    ModelDrawings.all.reduce(0) { $0 + ($1.drawing.unrolled == nil ? 1 : 2) }
  }

  @Test func noTextOfAStateMapOverlapsAnother() throws {
    let page = StatePage(
      title: "machine",
      maps: [
        StateMap(
          number: 1, text: "what", symbols: ["^", "w", "horse"], names: ["third.^", "c.memory"],
          states: [[1, 0], [0, -1], [0.5, 0.25]])
      ]
    ).html()
    #expect(try Browser.faults(of: [page], width: 380) == "no faults in 1 pictures")
  }

  @Test(arguments: [380, 1600])
  func noTextOfActivationsOverlapsAnother(width: Int) throws {
    let text = String(repeating: "Wm \"says so\" now. ", count: 30)
    let page = ActivationPageTests.page(ActivationPageTests.table(text), ["quotes"])
    #expect(try Browser.faults(of: [page], width: width) == "no faults in 1 pictures")
  }

  @Test(arguments: [380, 1600])
  func noTextOfTrainingCurvesOverlapsAnother(width: Int) throws {
    let entries = (1...9).map { number in
      TrainingLog.Entry(
        kind: .training, step: number * 1_000_000, epoch: 1, seconds: Double(number),
        values: [
          "loss": exp(40 / Double(number)), "learning_rate": 1e-9 * Double(number),
          "tokens_per_second": 9_999_999,
        ])
    }
    let names = ["a run with a long name", "b"]
    let curves = TrainingCurves(names.map { TrainingLog(name: $0, entries) })
    #expect(try Browser.faults(of: [curves.html()], width: width) == "no faults in 3 pictures")
    let picture = "<main>\(curves.svg())</main>"
    #expect(try Browser.faults(of: [picture], width: 1600) == "no faults in 1 pictures")
  }

  @Test func noTextOfAnEnlargedMapOverlapsAnother() throws {
    let table = syntheticTable(rows: 400, dimension: 8)
    let pca = try PrincipalComponents(of: table, count: 2)
    let map = try ScatterPlot(pca, of: table, title: "t").zoomed(
      into: [.words(["w1", "w2", "w3"]), .box(x: -4...4, y: -1...1)], pca, of: table, from: table)
    let picture = "<main>\(map.svg())</main>"
    #expect(try Browser.faults(of: [picture], width: 1600) == "no faults in 1 pictures")
  }

  /// The check finds what it looks for.
  @Test func overlappingTextIsFound() throws {
    let text = "<text x=\"5\" y=\"20\">overlap</text>"
    let page = "<main><svg width=\"90\" height=\"30\">\(text)\(text)</svg></main>"
    #expect(try Browser.faults(of: [page], width: 380).hasPrefix("overlap / overlap"))
  }
}

private enum Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Shows the contents of pages one below another and returns the faults that a script finds.
  static func faults(of pages: [String], width: Int) throws -> String {
    let directory = TemporaryDirectory()
    let style = pages[0].firstMatch(of: #/<style>(?s:.*?)<\/style>/#)?.output ?? ""
    let bodies = pages.compactMap { $0.firstMatch(of: #/<main>(?s:.*)<\/main>/#)?.output }
    let page = "<!doctype html><meta charset=\"utf-8\">\(style)\(bodies.joined())\(script)"
    try page.write(toFile: directory.path("page.html"), atomically: false, encoding: .utf8)
    let result = ChildProcess(
      [
        path ?? "", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=\(width),900",
        "--user-data-dir=\(directory.path("profile"))", "--dump-dom",
        "file://" + directory.path("page.html"),
      ], directory: directory.path, environment: ["HOME": directory.path, "PATH": "/usr/bin:/bin"]
    ).finish()
    let found = result.output.firstMatch(of: #/<pre id="faults">((?s:.*?))<\/pre>/#)?.output.1
    return String(try #require(found, "\(result.error)"))
  }

  private static let script = """
    <pre id="faults"></pre>
    <script>
    const faults = [], pictures = document.querySelectorAll("svg");
    for (const picture of pictures) {
      const frame = picture.getBoundingClientRect();
      const texts = [...picture.querySelectorAll("text")].map(text =>
        ({ text: text.textContent, box: text.getBoundingClientRect() }));
      texts.forEach(({ text, box }, index) => {
        if (box.left < frame.left || box.right > frame.right) faults.push(text + " sticks out");
        for (const other of texts.slice(0, index)) {
          const apart = box.left >= other.box.right || box.right <= other.box.left
            || box.top >= other.box.bottom - 2 || box.bottom - 2 <= other.box.top;
          if (!apart) faults.push(other.text + " / " + text);
        }
      });
    }
    if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
    document.getElementById("faults").textContent =
      faults.length ? faults.join("\\n") : "no faults in " + pictures.length + " pictures";
    </script>
    """
}
