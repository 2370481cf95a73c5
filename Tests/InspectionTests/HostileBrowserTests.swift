// SPDX-License-Identifier: Apache-2.0

import Inspection
import TestSupport
import Testing

/// Pages of words and labels that are markup and scripts, in a real browser: none of them runs.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "Chromium or its driver is not installed"))
struct HostileBrowserTests {
  private static let words = [
    "</script><script>window.ran = 1</script>", "<img src=x onerror='window.ran = 1'>",
    "\" onmouseover=\"window.ran = 1\" x=\"", "'><svg onload=window.ran=1>", "<!--<script>",
    "]]>", "&lt;b&gt;", "\\u003cscript>", "\ttab\t", "`${window.ran = 1}`", "</textarea></title>",
  ]

  /// Opens a page, moves the mouse over an element of it, and expects that no word of it ran.
  private func expectNothingRuns(
    _ page: String, over selector: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let browser = try Browser()
    try browser.open(html: page)
    try browser.point(at: selector)
    #expect(try browser.value("typeof window.ran") == "undefined", sourceLocation: location)
    #expect(
      try browser.value(
        "document.querySelectorAll('img, textarea, [onload], [onmouseover]').length") == 0,
      sourceLocation: location)
    #expect(try browser.messages() == [], sourceLocation: location)
  }

  @Test func aMap() throws {
    let points = Self.words.enumerated().map { number, word in
      ScatterPlot.Point(
        word: word, count: 1, group: word, coordinates: [Float(number), Float(number % 3)])
    }
    let axes = Self.words.prefix(3).map { ScatterPlot.Axis(name: $0, explainedVarianceRatio: 0.1) }
    let plot = ScatterPlot(
      title: Self.words[0], axes: axes,
      points: points.map {
        .init(
          word: $0.word, count: 1, group: $0.group, coordinates: $0.coordinates + [0])
      })
    try expectNothingRuns(plot.html(), over: "#plot")
  }

  @Test func activations() throws {
    var table = ActivationTable(units: ["hidden.1"])
    table.add(
      (0..<44).map {
        .init(name: Self.words[$0 % 11], text: Self.words[$0 % 11], line: 1, number: $0 + 1)
      }, (0..<44).map(Float.init))
    let labels = FeatureLabels(name: Self.words[0], (0..<44).map { Self.words[$0 % 2] })
    let page = ActivationPage(
      title: Self.words[0], table, FeatureProbe.probes([labels], of: table, seed: 1), cellUnits: [])
    try expectNothingRuns(page.html(), over: "#text span")
  }

  @Test func heatMaps() throws {
    let words = Self.words
    let attention = AttentionMap(
      number: 1, sourceText: words[0], targetText: words[1], source: words, target: words,
      weights: words.map { _ in words.map { _ in 0.1 } })
    try expectNothingRuns(
      AttentionPage(title: words[0], maps: [attention]).html(), over: "svg rect")
    let matrix = ConfusionMatrix(
      title: words[0], labels: words, counts: words.map { _ in words.map { _ in 1 } })
    try expectNothingRuns(ConfusionPage(matrices: [matrix]).html(), over: "svg rect")
    let states = StateMap(
      number: 1, text: words[0], symbols: words, names: words,
      states: words.map { _ in words.map { _ in 0.5 } })
    try expectNothingRuns(StatePage(title: words[0], maps: [states]).html(), over: "svg rect")
  }
}
