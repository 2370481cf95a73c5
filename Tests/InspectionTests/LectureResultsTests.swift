// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inspection

struct LectureResultsTests {
  private func results(_ lines: String...) throws -> LectureResults {
    try LectureResults(lines, path: "r.tsv") { checkpoint, metric in
      [(1, Double(checkpoint.count)), (2, Double(metric.count))]
    }
  }

  @Test func `lines become claims, tables, plots and samples`() throws {
    let found = try results(
      "title\tEcho", "text\tWhy.", "claim\tIt echoes\t0.99\t1\t\t%", "",
      "plot\tBy delay\tdelay\taccuracy\t%", "point\tBy delay\tLSTM\t1\t1",
      "point\tBy delay\tGRU\t1\t0.25", "point\tBy delay\tLSTM\t2\t0.5",
      "curve\tBy delay\tGRU\tmodel\taccuracy", "cell\tAll\tLSTM\tk = 1\t99 %",
      "cell\tAll\tGRU\tk = 2\t50 %", "sample\tBits\t0 1", "sample\tBits\t")
    #expect(found.title == "Echo" && found.paragraphs == ["Why."])
    #expect(
      found.claims == [
        LectureClaim("It echoes", measured: 0.99, least: 1, most: nil, .share)
      ])
    var plot = LinePlot(title: "By delay", xTitle: "delay", yTitle: "accuracy", unit: .share)
    plot.series = [
      .init(name: "LSTM", points: [(1, 1), (2, 0.5)]), .init(name: "GRU", points: [(1, 0.25)]),
      .init(name: "GRU", points: [(1, 5), (2, 8)]),
    ]
    var table = PageTable(title: "All")
    table.set("99 %", row: "LSTM", column: "k = 1")
    table.set("50 %", row: "GRU", column: "k = 2")
    #expect(table.cells == [["99 %", nil], [nil, "50 %"]])
    var sample = PageSample(title: "Bits")
    sample.lines = ["0 1", ""]
    #expect(found.figures == [.plot(plot), .table(table), .sample(sample)])
  }

  @Test(
    arguments: [
      ("clam\tx", LectureResultsError.Problem.unknownKind("clam")),
      ("text", .wrongCells(form: "text<TAB>PARAGRAPH")),
      ("sample\ta\tb\tc", .wrongCells(form: "sample<TAB>TITLE<TAB>LINE")),
      ("claim\tx\tmuch\t1\t\t%", .notANumber("much")),
      ("claim\tx\t1\tall\t\t%", .notANumber("all")),
      ("point\tp\ts\t1\t2", .noPlot(title: "p")), ("curve\tp\ts\tm\tloss", .noPlot(title: "p")),
    ])
  func `a line that cannot be used is named`(
    _ wrong: (line: String, problem: LectureResultsError.Problem)
  ) {
    #expect(throws: LectureResultsError(path: "r.tsv", line: 2, problem: wrong.problem)) {
      try results("title\tx", wrong.line)
    }
  }

  @Test func `a file needs a title`() {
    #expect(throws: LectureResultsError(path: "r.tsv", line: nil, problem: .noTitle)) {
      try results("text\tx")
    }
  }

  @Test(
    arguments: [
      (1.0, 1.0, nil, true), (0.999, 1.0, nil, false), (0.3, nil, 0.3, true),
      (0.31, nil, 0.3, false), (0.5, 0.4, 0.6, true), (0.39, 0.4, 0.6, false),
      (.nan, nil, nil, false), (.infinity, 1.0, nil, false), (5.0, nil, nil, true),
    ] as [(Double, Double?, Double?, Bool)])
  func `a claim is met within its bounds`(
    measured: Double, least: Double?, most: Double?, isMet: Bool
  ) {
    #expect(LectureClaim("x", measured: measured, least: least, most: most, .share).isMet == isMet)
  }
}
