// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Inspection
import TestSupport
import Testing

/// Parts of a map that are also shown enlarged.
struct ZoomTests {
  /// The principal components are the second and the first column, without their means.
  private let words = table([
    ("a", [0, 0]), ("b", [1, 0]), ("c", [0, 10]), ("d", [1, 10]), ("￭,", [0, 11]),
  ])

  private func map(_ zooms: Zoom..., of table: EmbeddingTable? = nil) throws -> ScatterPlot {
    let table = table ?? words
    let pca = try PrincipalComponents(of: table, count: 2)
    return try ScatterPlot(pca, of: table, title: "t")
      .zoomed(into: zooms, pca, of: table, from: words)
  }

  private struct PageData: Decodable {
    struct Region: Decodable {
      let title: String
      let x, y: [Double]
      let points, words: [Int]
    }
    let words: [String]
    let regions: [Region]?

    init(of page: String) throws {
      let data = try #require(page.firstMatch(of: #/id="data">((?s:.*?))<\/script>/#)?.output.1)
      self = try JSONDecoder().decode(PageData.self, from: Data(data.utf8))
    }
  }

  @Test func aPageWithoutZoomsHasNoRegions() throws {
    #expect(try PageData(of: map().html()).regions == nil)
    #expect(try !map().svg().contains("class=\"outline\""))
    #expect(try map().svg().contains("viewBox=\"0 0 960 720\""))
  }

  @Test func aBoxShowsItsPoints() throws {
    let map = try map(.box(x: -7...(-5), y: -4...4))
    let page = try PageData(of: map.html())
    let region = try #require(page.regions?.first)
    #expect(region.title == "PC 1 −7.00 to −5.00, PC 2 −4.00 to 4.00")
    #expect(region.x == [-8, -4] && region.y == [-4, 4], "no side is less than half the other")
    #expect(region.points.map { page.words[$0] } == ["a", "b"])
    #expect(region.words == [])
  }

  @Test func wordsShowTheirSurroundings() throws {
    let page = try PageData(of: map(.words(["d", "￭,"]), .words(["a"])).html())
    let regions = try #require(page.regions)
    #expect(regions.map(\.title) == ["d ·,", "a"])
    #expect(regions[0].points.map { page.words[$0] } == ["c", "d", "·,"])
    #expect(regions[0].words.map { page.words[$0] } == ["d", "·,"])
    #expect(regions[1].words.map { page.words[$0] } == ["a"])
    for region in regions { #expect(region.x[0] < region.x[1] && region.y[0] < region.y[1]) }
  }

  @Test func aPictureHasAnOutlineAndAPartForEachZoom() throws {
    let picture = try map(.words(["a"]), .words(["c", "d"]), .words(["b"])).svg()
    #expect(picture.split(separator: "class=\"outline\"").count == 4)
    #expect(picture.contains("viewBox=\"0 0 960 1472\""))
    #expect(picture.contains(">2\u{A0} c d</text>"))
    #expect(picture.split(separator: ">c</text>").count == 3, "on the map, and enlarged")
  }

  @Test func pointsInOnePlaceCanBeEnlarged() throws {
    let same = table([("a", [3e38, 1]), ("b", [3e38, 1])])
    let map = try map(.words(["a"]), of: same)
    let region = try #require(try PageData(of: map.html()).regions?.first)
    #expect(region.points == [0, 1])
    #expect(!map.svg().contains("nan") && !map.svg().contains("inf"))
  }

  @Test func whatCannotBeShownIsAnError() throws {
    let few = words.selecting([0, 2])
    #expect(throws: InspectionError.notOnMap("b")) { try map(.words(["a", "b"]), of: few) }
    #expect(throws: InspectionError.unknownWord("zz", nearest: [])) {
      try map(.words(["a", "zz"]))
    }
    #expect(
      throws: InspectionError.emptyBox(x: 20...21, y: 0...1, mapX: -5...5, mapY: 0...0)
    ) { try map(.box(x: 20...21, y: 0...1), of: few) }
  }
}
