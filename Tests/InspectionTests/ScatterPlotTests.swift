// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import TestSupport
import Testing

private let axes = [
  ScatterPlot.Axis(name: "PC 1", explainedVarianceRatio: 0.1234),
  ScatterPlot.Axis(name: "PC 2", explainedVarianceRatio: 0.05),
]

private func point(
  _ word: String, _ count: Int, _ x: Float, _ y: Float, group: String? = nil
) -> ScatterPlot.Point {
  ScatterPlot.Point(word: word, count: count, group: group, coordinates: [x, y])
}

/// The data that the script of a page reads.
private struct PageData: Decodable {
  let title: String
  let words, groupNames, coordinates: [String]
  let counts, groups: [Int]

  init(of page: String) throws {
    let opening = #"<script type="application/json" id="data">"#
    let data = try #require(
      page.split(separator: opening, maxSplits: 1).last?.split(separator: "</script>").first)
    self = try JSONDecoder().decode(PageData.self, from: Data(data.utf8))
  }

  func axis(_ index: Int) throws -> [Float] {
    let bytes = try #require(Data(base64Encoded: coordinates[index]))
    return stride(from: 0, to: bytes.count, by: 4).map { at in
      let pattern = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * UInt32($1)) }
      return Float(bitPattern: pattern)
    }
  }
}

@Suite struct WebPageTests {
  private static let hostile = [
    "</script><script>alert(1)</script>", "<!--", "]]>", "\"'\\", "a&amp;b", "\u{2028}\u{2029}",
    "שלום", "مرحبا", "👩‍👩‍👧", "\u{0}\u{1B}\u{7F}", "\n\t", "￭,",
  ]

  @Test func `any word survives as data and none as markup`() throws {
    let points = Self.hostile.enumerated().map { point($1, 100 - $0, Float($0), -1, group: $1) }
    let page = ScatterPlot(title: "</title><b>", axes: axes, points: points).html()
    let data = try PageData(of: page)
    #expect(data.words == Self.hostile)
    #expect(data.groupNames == Self.hostile)
    #expect(data.title == "</title><b>")
    #expect(!page.contains("alert(1)</script>"))
    #expect(page.contains("<title>&lt;/title&gt;&lt;b&gt;</title>"))
    #expect(page.split(separator: "<script").count == 3, "the data and the script, nothing else")
  }

  @Test func `points are ordered by falling count and keep their coordinates`() throws {
    let points = [
      point("rare", 1, 0.1, -3e-7), point("often", 900, 1 / 3, 2, group: "b"),
      point("some", 30, 5, 8, group: "a"), point("equal", 30, 6, 9, group: "b"),
    ]
    let data = try PageData(of: ScatterPlot(title: "t", axes: axes, points: points).html())
    #expect(data.words == ["often", "some", "equal", "rare"])
    #expect(data.counts == [900, 30, 30, 1])
    #expect(data.groupNames == ["b", "a"])
    #expect(data.groups == [0, 1, 0, -1])
    #expect(try data.axis(0) == [1 / 3, 5, 6, 0.1])
    #expect(try data.axis(1) == [2, 8, 9, -3e-7])
  }

  @Test(arguments: ["http:", "https:", "src=", "@import", "url(", "fetch(", "import("])
  func `the page refers to nothing outside itself`(reference: String) {
    let page = ScatterPlot(title: "t", axes: axes, points: [point("a", 1, 0, 0)]).html()
    #expect(!page.contains(reference))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func `at most ten components are written`() throws {
    let table = syntheticTable(rows: 20, dimension: 15)
    let pca = try PrincipalComponents(of: table, count: 15)
    let plot = ScatterPlot(pca, of: table, title: "t")
    #expect(plot.axes.count == 10)
    #expect(plot.axes[9].name == "PC 10")
    #expect(plot.axes[9].explainedVarianceRatio == pca.explainedVarianceRatios[9])
    #expect(try PageData(of: plot.html()).coordinates.count == 10)
    #expect(plot.points[3].coordinates == Array(pca.projection[45..<55]))
  }
}

@Suite struct StaticPictureTests {
  @Test func `text is escaped and characters outside XML are replaced`() {
    let points = [point("<a>&\"'", 2, 0, 0, group: "x & y"), point("\u{0}\u{FFFE}!", 1, 1, 1)]
    let picture = ScatterPlot(title: "a < b", axes: axes, points: points).svg()
    #expect(picture.contains(">&lt;a&gt;&amp;&quot;&#39;</text>"))
    #expect(picture.contains(">\u{FFFD}\u{FFFD}!</text>"))
    #expect(picture.contains(">x &amp; y</text>"))
    #expect(picture.contains("<title id=\"title\">a &lt; b</title>"))
    #expect(!picture.unicodeScalars.contains { $0.value < 9 })
  }

  @Test func `titles say how much of the variance is shown`() {
    let points = (0..<1234).map { point("w", 1, Float($0), Float($0 % 7)) }
    let picture = ScatterPlot(title: "t", axes: axes, points: points).svg()
    #expect(picture.contains(">PC 1 (12.3\u{A0}% of variance)</text>"))
    #expect(picture.contains(">PC 2 (5.0\u{A0}% of variance)</text>"))
    #expect(
      picture.contains("1,234 words · the first two components explain 17.3\u{A0}% of the variance")
    )
  }

  @Test func `every point has a marker, in a few paths`() {
    let points = (0..<5000).map { point("w\($0)", 5000 / ($0 + 1), Float($0 % 71), Float($0 % 89)) }
    let picture = ScatterPlot(title: "t", axes: axes, points: points).svg()
    #expect(picture.split(separator: "h0", omittingEmptySubsequences: false).count - 1 == 5000)
    #expect(picture.split(separator: "<path").count < 60)
    #expect(picture.utf8.count < 120_000)
  }

  @Test func `groups beyond the eighth have another shape`() {
    let points = (0..<10).map { point("w\($0)", 1, Float($0), 0, group: "g\($0)") }
    let picture = ScatterPlot(title: "t", axes: axes, points: points).svg()
    #expect(picture.contains("class=\"s7 dot\""))
    #expect(picture.contains("class=\"s8 shape\""))
    #expect(!picture.contains("other words"))
  }

  @Test func `one point, and points in one place, can be drawn`() {
    for count in [1, 3] {
      let points = Array(repeating: point("same", 7, 2, 2), count: count)
      let picture = ScatterPlot(title: "t", axes: axes, points: points).svg()
      #expect(picture.contains(">same</text>"))
      #expect(!picture.contains("nan") && !picture.contains("inf"))
    }
  }
}

@Suite struct BlownUpCoordinatesTests {
  /// As in a checkpoint whose weights have grown without bound.
  @Test(arguments: [1e19, 1e30, 3e38] as [Float])
  func `they can be drawn`(size: Float) {
    let spread = [point("a", 3, size, -size), point("b", 2, -size, size), point("c", 1, 0, 0)]
    let distant = [point("a", 2, size, size), point("b", 1, size.nextUp, 1)]
    for points in [spread, distant, [spread[0]]] {
      let picture = ScatterPlot(title: "t", axes: axes, points: points).svg()
      #expect(picture.contains(">a</text>"))
      #expect(!picture.contains("nan") && !picture.contains("inf"))
    }
  }
}

@Suite struct PlotFileTests {
  @Test(arguments: [
    ("a.html", ScatterPlot.Format.html), ("b/c.SVG", .svg), ("a.png", nil), ("html", nil),
    ("a.html/b", nil), ("", nil),
  ])
  func `the name's ending chooses the format`(path: String, format: ScatterPlot.Format?) {
    #expect(ScatterPlot.Format(path: path) == format)
  }

  @Test func `the file is what was asked for`() throws {
    let directory = TemporaryDirectory()
    let plot = ScatterPlot(title: "t", axes: axes, points: [point("a", 1, 0, 0)])
    for format in ScatterPlot.Format.allCases {
      let path = directory.path("plot." + format.rawValue)
      try plot.write(format, to: path)
      let expected = format == .html ? plot.html() : plot.svg()
      #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
    }
  }
}
