// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

@testable import Inspection

/// Pages in a headless Chromium, if there is one: a browser measures text with its own fonts.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "Chromium or its driver is not installed"))
struct BrowserTests {
  /// Opens pages at the width of a desktop and of a telephone, in light and dark colours.
  private func expectNoFaults(
    _ pages: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    let directory = TemporaryDirectory()
    let browser = try Browser()
    for (index, page) in pages.enumerated() {
      try write(Array(page.utf8), to: directory.path("page.html"))
      let found = try browser.faults(ofPage: directory.path("page.html"))
      #expect(found == [], "page \(index + 1)", sourceLocation: location)
    }
  }

  /// Opens a picture that is wider than a telephone.
  private func expectNoFaults(picture: String) throws {
    let browser = try Browser()
    try browser.open(html: picture)
    let found = try browser.faults()
    #expect(found == [])
  }

  @Test func drawingsOfModels() throws {
    let directory = TemporaryDirectory()
    let browser = try Browser()
    for sample in ModelDrawings.all {
      let page = ModelPage(title: sample.description, sample.drawing)
      try page.write(to: directory.path("page.html"))
      for width in [400, 1600] {
        try browser.open(path: directory.path("page.html"), width: width, isDark: width == 400)
        let found = try browser.faults()
        #expect(found == [], "\(sample), \(width) pixels")
      }
    }
  }

  @Test func stateMaps() throws {
    let words = (0..<60).map { "horse\($0)" }
    let map = StateMap(
      number: 1, text: "what", symbols: words, names: ["third.^", "c.memory"],
      states: words.indices.map { [cos(Float($0)), 0] })
    try expectNoFaults(StatePage(title: "machine", maps: [map]).html())
  }

  @Test func attention() throws {
    let words = (0..<30).map { String(repeating: "long", count: 1 + $0 % 7) + "\($0)" }
    let map = AttentionMap(
      number: 1, sourceText: words.joined(separator: " "), targetText: "Hello שלום",
      source: words, target: words + ["שלום", "￭,"],
      weights: (0..<32).map { row in words.indices.map { $0 == row ? 1 : 0 } })
    try expectNoFaults(AttentionPage(title: "model", maps: [map]).html())
  }

  @Test func confusion() throws {
    let labels = (0..<40).map { "a label of some length \($0)" }
    let matrix = ConfusionMatrix(
      title: "m: accuracy 60 %", labels: labels,
      counts: labels.indices.map { row in labels.indices.map { $0 == row ? 3 : 1 } })
    try expectNoFaults(ConfusionPage(matrices: [matrix]).html())
  }

  @Test func activations() throws {
    let text = String(repeating: "Wm \"says so\" now. ", count: 30)
    let table = ActivationPageTests.table(text)
    try expectNoFaults(ActivationPageTests.page(table, ["quotes", "comment"]))
  }

  @Test func trainingCurves() throws {
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
    try expectNoFaults(curves.html())
    try expectNoFaults(picture: curves.svg())
  }

  @Test func maps() throws {
    let table = syntheticTable(rows: 400, dimension: 8)
    let pca = try PrincipalComponents(of: table, count: 3)
    let whole = ScatterPlot(pca, of: table, title: "A title of some length, so that it wraps")
    let map = try whole.zoomed(
      into: [.words(["w1", "w2", "w3"]), .box(x: -4...4, y: -1...1)], pca, of: table, from: table)
    let points = (0..<200).map { number in
      ScatterPlot.Point(
        word: "w\(number)", count: 200 - number, group: "group \(number % 12)",
        coordinates: [cos(Float(number)), sin(Float(number))])
    }
    let axes = ["PC 1", "PC 2"].map { ScatterPlot.Axis(name: $0, explainedVarianceRatio: 0.1) }
    let groups = ScatterPlot(title: "groups", axes: axes, points: points)
    try expectNoFaults(whole.html(), map.html(), groups.html())
    try expectNoFaults(picture: map.svg())
  }

  /// Paths, words and names without a place to break at.
  @Test func longWords() throws {
    let long = "checkpoints/" + String(repeating: "long", count: 40)
    var table = ActivationTable(units: ["hidden.1"])
    table.add(
      (1...40).map { .init(name: long, text: " " + long, line: 1, number: $0) },
      (1...40).map(Float.init))
    let labels = FeatureLabels(name: long, (1...40).map { $0 % 2 == 0 ? long : "a" })
    let lecture = try LectureResults(
      [
        "title\t\(long)", "text\t\(long)", "claim\t\(long)\t1\t1\t1\t\(long)",
        "plot\t\(long)\t\(long)\t\(long)\t%", "point\t\(long)\t\(long)\t1\t0.25",
        "point\t\(long)\t\(long)\t2\t0.5", "cell\t\(long)\t\(long)\t\(long)\t27 %",
        "sample\t\(long)\t\(long)",
      ], path: "results.tsv"
    ) { _, _ in [] }
    let entry = TrainingLog.Entry(
      kind: .validation, step: 9, epoch: 1, seconds: 1, values: ["loss": 1])
    let points = (0..<3).map {
      ScatterPlot.Point(word: long, count: 1, group: long, coordinates: [Float($0), 0])
    }
    let axes = ["PC 1", "PC 2"].map { ScatterPlot.Axis(name: $0, explainedVarianceRatio: 0.1) }
    let curves = TrainingCurves([
      TrainingLog(name: long, [entry]), TrainingLog(name: "b", [entry]),
    ])
    try expectNoFaults(picture: curves.svg())
    try expectNoFaults(
      ActivationPage(
        title: long, table, FeatureProbe.probes([labels], of: table, seed: 1), cellUnits: []
      ).html(), LecturePage([lecture]).html(),
      curves.html(),
      ScatterPlot(title: long, axes: axes, points: points).html(),
      ConfusionPage(matrices: [ConfusionMatrix(title: long, labels: [long], counts: [[1]])]).html(),
      StatePage(
        title: long,
        maps: [StateMap(number: 1, text: long, symbols: [long], names: [long], states: [[1]])]
      ).html(),
      AttentionPage(
        title: long,
        maps: [
          AttentionMap(
            number: 1, sourceText: long, targetText: long, source: [long], target: [long],
            weights: [[1]])
        ]
      ).html(), ModelPage(title: long, ModelDrawings.all[0].drawing).html())
  }

  /// The check finds what it looks for.
  @Test func faultsAreFound() throws {
    let text = #"<text x="5" y="20">overlap</text>"#
    let page = """
      <svg width="90" height="30">\(text)\(text)<text x="70" y="20">outside</text></svg>
      <div style="overflow: auto; width: 99px; height: 20px">one<br>two<br>three</div>
      <div style="width: 2000px">wide</div>
      <script>console.error("wrong")</script>
      """
    let browser = try Browser()
    try browser.open(html: page)
    let found = try browser.faults()
    #expect(
      found.dropLast() == [
        #""outside" sticks out of svg"#, #""overlap" overlaps "overlap""#,
        "the page scrolls sideways",
        #"the keyboard does not reach <div style="overflow: auto; width: 99px; height: 20px">one<b"#,
      ])
    #expect(found.last?.hasSuffix(#""wrong""#) == true)
  }
}
