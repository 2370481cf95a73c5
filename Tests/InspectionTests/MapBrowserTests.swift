// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import TestSupport
import Testing

/// The page of a map, with the keyboard and the mouse of a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "Chromium or its driver is not installed"))
struct MapBrowserTests {
  private static let axes = ["PC 1", "PC 2"].map {
    ScatterPlot.Axis(name: $0, explainedVarianceRatio: 0.25)
  }

  /// A map with a word in its centre and one on each side.
  private static let cross = ScatterPlot(
    title: "cross", axes: axes,
    points: [
      ("centre", 40, 0, 0), ("Émile", 30, 1, 0), ("west", 20, -1, 0), ("north", 10, 0, 1),
      ("south", 1, 0, -1),
    ].map { .init(word: $0, count: $1, group: nil, coordinates: [$2, $3]) })

  /// Points at the place of the centre of the frame, which is right of the middle of the canvas and
  /// above it, and reads the tooltip after the map has been drawn.
  private func tip(_ browser: Browser, right: Int = 0, down: Int = 0) throws -> String? {
    try browser.point(at: "header h1")
    _ = try browser.becomesTrue("document.getElementById('tip').hidden")
    try browser.point(at: "#plot", right: 27 + right, down: down - 21)
    return try browser.value(
      "document.getElementById('tip').hidden ? null : document.getElementById('tip').innerText")
  }

  private let picture = "document.getElementById('plot').toDataURL()"

  /// Remembers the picture of the map, and expects that `body` changes it.
  private func expectChange(
    _ browser: Browser, _ location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) throws {
    let _: Bool = try browser.value("(window.before = \(picture)) !== ''")
    try body()
    #expect(try browser.becomesTrue("window.before !== \(picture)"), sourceLocation: location)
  }

  @Test func hoveringShowsAWord() throws {
    let browser = try Browser()
    try browser.open(html: Self.cross.html())
    #expect(try tip(browser) == "centre\nseen 40 times")
    #expect(try tip(browser, right: 100) == nil)
    try browser.point(at: "header h1")
    #expect(try browser.becomesTrue("document.getElementById('tip').hidden"))
  }

  /// The script keeps the file that the link saves.
  private let kept = """
    (URL.createObjectURL = (file) => { file.text().then((text) => { window.saved = text }); return '#'; }) !== null
    """

  @Test func theNumbersCanBeDownloaded() throws {
    let browser = try Browser()
    let points: [(String, String?, Float)] = [("a\tb", "letters", 0.1), ("<b>", nil, -2)]
    let plot = ScatterPlot(
      title: "numbers", axes: Self.axes,
      points: points.map { word, group, x in
        .init(word: word, count: 3, group: group, coordinates: [x, 1e-9])
      })
    try browser.open(html: plot.html())
    let _: Bool = try browser.value(kept)
    try browser.click("#download")
    #expect(try browser.becomesTrue("window.saved !== undefined"))
    #expect(
      try browser.value("window.saved") == """
        word\tcount\tgroup\tPC 1\tPC 2
        a b\t3\tletters\t0.1\t1e-9
        <b>\t3\t\t-2\t1e-9

        """)
    #expect(try browser.value("document.getElementById('download').download") == "words.tsv")
  }

  @Test func theKeyboardMovesAndZooms() throws {
    let browser = try Browser()
    try browser.open(html: Self.cross.html())
    try reachMap(browser)
    try expectChange(browser) { try browser.type(Browser.Key.right) }
    #expect(try tip(browser) == nil)
    #expect(try tip(browser, right: -60) == "centre\nseen 40 times")
    try browser.type(Browser.Key.left + Browser.Key.up + Browser.Key.up)
    #expect(try tip(browser, down: 120) == "centre\nseen 40 times")
    try expectChange(browser) { try browser.type("0") }
    #expect(try tip(browser) == "centre\nseen 40 times")
    // Beside the centre, farther away the more the map is enlarged.
    try browser.type(Browser.Key.down)
    try expectChange(browser) { try browser.type("++") }
    #expect(try tip(browser, down: -118) == "centre\nseen 40 times")
    try expectChange(browser) { try browser.type("-") }
    #expect(try tip(browser, down: -84) == "centre\nseen 40 times")
  }

  /// Presses the tab key until the map has the focus.
  private func reachMap(_ browser: Browser) throws {
    for _ in 0..<20 {
      try browser.type(Browser.Key.tab)
      if try browser.value("document.activeElement.id === 'plot'") { return }
    }
    Issue.record("the tab key does not reach the map")
  }

  @Test func searchFindsAWord() throws {
    let browser = try Browser()
    try browser.open(html: Self.cross.html())
    try browser.type(Browser.Key.tab)
    #expect(try browser.value("document.activeElement.id") == "search")
    try browser.type("emi")
    #expect(try browser.value("document.getElementById('matches').innerText") == "Émile\n30")
    try expectChange(browser) { try browser.type(Browser.Key.enter) }
    #expect(
      try browser.value("document.getElementById('status').textContent") == "Émile: seen 30 times")
    #expect(try browser.value("document.getElementById('matches').hidden"))
    #expect(try tip(browser) == "Émile\nseen 30 times", "it is in the centre")
    try browser.click("#search")
    try browser.type("zz")
    #expect(
      try browser.value("document.getElementById('matches').innerText")
        == "No such word in this plot")
  }

  @Test func buttonsMoveTheMap() throws {
    let table = syntheticTable(rows: 400, dimension: 8)
    let pca = try PrincipalComponents(of: table, count: 2)
    let map = try ScatterPlot(pca, of: table, title: "t").zoomed(
      into: [.words(["w1", "w2"])], pca, of: table, from: table)
    let browser = try Browser()
    try browser.open(html: map.html())
    #expect(
      try browser.value(
        "document.querySelector('.zoom').getAttribute('aria-label').startsWith('Zoom 1: w1 w2. ')"))
    for button in [".zoom", "#zoom-in", "#zoom-out", "#reset"] {
      try expectChange(browser) { try browser.click(button) }
    }
    // By keyboard.
    let _: Bool = try browser.value("document.querySelector('.zoom').focus() === undefined")
    try expectChange(browser) { try browser.type(Browser.Key.enter) }
    #expect(try browser.messages() == [])
  }

  @Test func aGroupIsShownAlone() throws {
    let points = (0..<40).map { number in
      ScatterPlot.Point(
        word: "w\(number)", count: 1, group: number % 2 == 0 ? "even" : "odd",
        coordinates: [Float(number), Float(number % 7)])
    }
    let browser = try Browser()
    try browser.open(html: ScatterPlot(title: "t", axes: Self.axes, points: points).html())
    try expectChange(browser) { try browser.click("#legend .group:nth-child(2)") }
    #expect(
      try browser.value("document.querySelector('#legend [aria-pressed=true]').innerText")
        == "odd\n20")
    try expectChange(browser) { try browser.click("#legend .group:nth-child(2)") }
  }

  @Test func fiftyThousandPointsRespond() throws {
    var random = SeededGenerator(seed: 5)
    let points = (0..<50_000).map { number in
      ScatterPlot.Point(
        word: "word\(number)", count: 50_000 - number, group: nil,
        coordinates: (0..<2).map { _ in
          (0..<4).reduce(0) { sum, _ in sum + Float.random(in: -1...1, using: &random) }
        })
    }
    let browser = try Browser()
    try browser.open(html: ScatterPlot(title: "large", axes: Self.axes, points: points).html())
    #expect(try browser.faults() == [])
    try reachMap(browser)
    for key in [Browser.Key.right, "+", "+", Browser.Key.up, "-"] {
      try expectChange(browser) { try browser.type(key) }
    }
    try browser.click("#search")
    try browser.type("word4999")
    #expect(
      try browser.becomesTrue(
        "document.getElementById('matches').innerText.startsWith('word4999\\n45,001')"))
    #expect(try browser.messages() == [])
  }
}
