// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import Inspection

/// The numbers that pages carry as files.
struct DownloadTests {
  /// Returns the lines of the file that a page saves under a name.
  private func file(_ name: String, in html: String) throws -> [String] {
    let start =
      "<a download=\"\(name)\" href=\"data:text/tab-separated-values;charset=utf-8;base64,"
    let parts = html.split(separator: start)
    try #require(parts.count == 2)
    let data = try #require(Data(base64Encoded: String(parts[1].prefix { $0 != "\"" })))
    #expect(data.last == UInt8(ascii: "\n"))
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `attention has a row for each pair of words`() throws {
    let map = AttentionMap(
      number: 7, sourceText: "a b", targetText: "c", source: ["a", "b"], target: ["c"],
      weights: [[0.25, 0.75]])
    #expect(
      try file("attention.tsv", in: AttentionPage(title: "t", maps: [map]).html()) == [
        "sentence\ttarget word\tsource word\tweight", "7\tc\ta\t0.25", "7\tc\tb\t0.75",
      ])
  }

  @Test func `a confusion matrix has a row for each cell`() throws {
    let matrices = ["one", "t\two"].map {
      ConfusionMatrix(title: $0, labels: ["x", "y"], counts: [[3, 1], [0, 2]])
    }
    #expect(
      try file("confusion.tsv", in: ConfusionPage(matrices: matrices).html()) == [
        "model\ttrue label\tpredicted label\tcount", "one\tx\tx\t3", "one\tx\ty\t1",
        "one\ty\tx\t0", "one\ty\ty\t2", "t wo\tx\tx\t3", "t wo\tx\ty\t1", "t wo\ty\tx\t0",
        "t wo\ty\ty\t2",
      ])
  }

  @Test func `states have a row for each step and state`() throws {
    let map = StateMap(
      number: 1, text: "ab", symbols: ["a", "b"], names: ["h", "c"], states: [[1, -0.5], [0, 2]])
    #expect(
      try file("states.tsv", in: StatePage(title: "t", maps: [map]).html()) == [
        "text\tstep\tsymbol\tstate\tvalue", "1\t1\ta\th\t1.0", "1\t1\ta\tc\t-0.5",
        "1\t2\tb\th\t0.0", "1\t2\tb\tc\t2.0",
      ])
  }

  @Test func `a drawing of a model has a row for each parameter`() throws {
    for model in ModelDrawings.all where !model.drawing.parts.isEmpty {
      let rows = try file("parameters.tsv", in: ModelPage(title: "m", model.drawing).html())
      #expect(rows[0] == "part\tparameter\tshape\tcount")
      let counts = rows.dropFirst().compactMap { Int($0.split(separator: "\t")[3]) }
      #expect(counts.count == rows.count - 1)
      #expect(counts.reduce(0, +) == model.drawing.parameterCount)
    }
  }

  @Test func `a lecture has a row for each number of its figures`() throws {
    let lines = [
      "title\tL", "claim\tx is high\t0.5\t0\t\t%", "cell\tScores\tLSTM\teasy\t100 %",
      "cell\tScores\tGRU\thard\t27 %", "plot\tCurve\tx\ty\t", "point\tCurve\tLSTM\t1\t0.25",
      "sample\tText\thello there",
    ]
    let results = try LectureResults(lines, path: "r") { _, _ in [] }
    #expect(
      try file("lecture-1.tsv", in: LecturePage([results]).html()) == [
        "figure\trow\tcolumn\tvalue", "claims\tx is high\tmeasured\t0.5",
        "Scores\tLSTM\teasy\t100 %", "Scores\tGRU\thard\t27 %", "Curve\tLSTM\t1.0\t0.25",
        "Text\t1\tline\thello there",
      ])
  }
}
