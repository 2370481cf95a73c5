// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Inspection

/// Compares the page with a file in `Goldens`.
/// `RECORD_GOLDENS=1 swift test --filter LecturePageTests` updates the file.
struct LecturePageTests {
  private static let golden =
    String(#filePath.dropLast("LecturePageTests.swift".count)) + "Goldens/lectures.html"

  private func results(_ lines: String...) throws -> LectureResults {
    try LectureResults(lines, path: "results.tsv") { _, _ in [] }
  }

  @Test func `a page is as recorded`() throws {
    let order = try results(
      "title\tTemporal order", "text\tWhich of four classes a sequence belongs to.",
      "claim\tThe LSTM classifies all sequences\t1\t1\t1\t%",
      "claim\tThe plain network is near chance\t0.412\t\t0.4\t%",
      "plot\tDev accuracy, hard\tepoch\taccuracy\t%", "point\tDev accuracy, hard\tLSTM\t1\t0.25",
      "point\tDev accuracy, hard\tLSTM\t2\t0.5", "point\tDev accuracy, hard\tLSTM\t3\t1",
      "point\tDev accuracy, hard\ttanh\t1\t0.25", "point\tDev accuracy, hard\ttanh\t3\t0.275",
      "cell\tTest accuracy\tLSTM\teasy\t100 %", "cell\tTest accuracy\ttanh\thard\t27 %")
    let window = try results(
      "title\tWindow or state", "claim\tA state is better\t4.25\t\t5\tperplexity",
      "plot\tPerplexity\tm\tperplexity\t", "point\tPerplexity\twindow\t1\t12",
      "point\tPerplexity\twindow\t2\t7.5", "point\tPerplexity\twindow\t3\t5.5",
      "sample\tPairs\t^^^ → w", "sample\tPairs\t^^w → h")
    let page = LecturePage([order, window])
    if getenv("RECORD_GOLDENS") != nil { try page.write(to: Self.golden) }
    #expect(try String(contentsOfFile: Self.golden, encoding: .utf8) == page.html())
  }

  @Test func `the page counts the claims`() throws {
    let html = LecturePage([
      try results("title\ta", "claim\tx\t1\t0\t\t", "claim\ty\t1\t2\t\t"),
      try results("title\tb", "claim\tz\t1\t0\t\t"),
    ]).html()
    #expect(html.contains("3 claims: <b class=\"met\">2 met</b>, <b class=\"unmet\">1 not</b>."))
    #expect(html.contains("<a href=\"#lecture-1\">a<span class=\"unmet\">1/2</span></a>"))
    #expect(html.contains("<a href=\"#lecture-2\">b<span class=\"met\">1/1</span></a>"))
    #expect(html.split(separator: "<section").count - 1 == 2)
  }

  @Test func `any text is text and none is markup`() throws {
    let hostile = "</svg><script>alert(1)</script>"
    let html = LecturePage([
      try results(
        "title\t\(hostile)", "text\t\(hostile)", "claim\t\(hostile)\t1\t\t\t\(hostile)",
        "plot\t\(hostile)\t\(hostile)\t\(hostile)\t\(hostile)",
        "point\t\(hostile)\t\(hostile)\t1\t2",
        "cell\t\(hostile)\t\(hostile)\t\(hostile)\t\(hostile)",
        "sample\t\(hostile)\t\(hostile)")
    ]).html()
    #expect(!html.contains("<script"))
    #expect(html.contains("default-src 'none'"))
    #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains("http:"))
  }

  @Test(
    arguments: [
      (0.999, "%", "99.9\u{A0}%"), (1, "%", "100\u{A0}%"), (0.5, "%", "50\u{A0}%"),
      (4.256, "", "4.26"), (12, "characters", "12\u{A0}characters"), (0, "", "0"),
      (.nan, "", "NaN"), (1e20, "", "1e+20"),
    ])
  func `a measurement has its unit`(value: Double, unit: String, text: String) {
    #expect(MeasurementUnit(unit).text(value) == text)
  }

  @Test(
    arguments: [
      (1, nil, "at least 100\u{A0}%"), (nil, 0.3, "at most 30\u{A0}%"),
      (0.35, 0.65, "35\u{A0}% to 65\u{A0}%"), (1, 1, "100\u{A0}%"), (nil, nil, ""),
    ] as [(Double?, Double?, String)])
  func `what is expected is said`(least: Double?, most: Double?, text: String) {
    #expect(
      LectureClaim("x", measured: 0, least: least, most: most, .share).expectation == text)
  }

  @Test func `ticks are round and inside of the axis`() {
    let share = PlotAxis(
      showing: [0.03, 0.97], including: [0, 1], from: 0, to: 300, spacing: 44, endsAtTicks: true)
    #expect(share.ticks.map { $0.position.rounded() } == [0, 60, 120, 180, 240, 300])
    let epochs = PlotAxis(showing: [1, 10], from: 0, to: 360, spacing: 56)
    #expect(epochs.ticks.map(\.value) == [2, 4, 6, 8, 10])
    let few = PlotAxis(showing: [1, 3], from: 0, to: 400, spacing: 56)
    #expect(few.ticks.map(\.value) == [1, 2, 3] && few.ticks.allSatisfy { $0.places == 0 })
    let perplexity = PlotAxis(
      showing: [5.5, 11.2], from: 240, to: 0, spacing: 44, endsAtTicks: true)
    #expect(perplexity.ticks.map(\.value) == [4, 6, 8, 10, 12])
    #expect(perplexity.position(4) == 240 && perplexity.position(12) == 0)
    #expect(PlotAxis(showing: [4], from: 0, to: 100, spacing: 50).position(4) == 50)
    let small = PlotAxis(
      showing: [0.002, 0.002], from: 100, to: 0, spacing: 44, endsAtTicks: true)
    let ends = small.ticks.map(\.value)
    #expect(ends.allSatisfy { $0 > 0 && $0 < 0.005 } && ends.count >= 2)
    #expect(PlotAxis(showing: [], from: 0, to: 100, spacing: 50).position(0.5) == 50)
  }

  /// The picture grows for longer names, and cuts those that are longer still.
  @Test(arguments: [
    ("short", 520, "short"), (String(repeating: "name", count: 8), 635, "namename"),
    (String(repeating: "name", count: 99), 660, "…"),
  ])
  func `names of series are inside of the picture`(
    name: String, width: Int, shown: String
  ) throws {
    let found = try LectureResults(
      ["title\tt", "plot\tp\tx\ty\t%", "point\tp\t\(name)\t1\t0"], path: "r"
    ) { _, _ in [] }
    guard case .plot(let plot) = found.figures[0] else {
      Issue.record("a plot")
      return
    }
    let svg = LinePlotPicture(plot, colours: [:]).svg
    let drawn = try #require(svg.firstMatch(of: #/viewBox="0 0 ([0-9.]+) /#)?.1)
    #expect(Double(drawn)?.rounded() == Double(width))
    let end = try #require(svg.firstMatch(of: #/M([0-9.]+) [0-9.]+h0"/><text/#)?.1)
    let label = try #require(svg.firstMatch(of: #/([^>]*)</text></g>/#)?.1)
    #expect(label.contains(shown))
    #expect(try #require(Double(end)) + 8 + estimatedWidth(String(label)) * 12 <= Double(width))
  }

  @Test func `names at the ends of lines do not overlap`() throws {
    var lines = ["title\tt", "plot\tp\tx\ty\t%"]
    for name in ["a", "b", "c", "d"] {
      lines += ["point\tp\t\(name)\t1\t0", "point\tp\t\(name)\t2\t1"]
    }
    let found = try LectureResults(lines, path: "r") { _, _ in [] }
    guard case .plot(let plot) = found.figures[0] else {
      Issue.record("a plot")
      return
    }
    let svg = LinePlotPicture(plot, colours: ["a": 0]).svg
    let heights = svg.matches(of: /y="([0-9.]+)">[abcd]</).compactMap { Double($0.1) }
    #expect(heights.count == 4)
    for (above, below) in zip(heights, heights.dropFirst()) { #expect(below - above >= 14.9) }
    #expect(svg.contains("class=\"group-0\"") && svg.contains("class=\"other\""))
  }
}
