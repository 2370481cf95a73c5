// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Inspection

/// Compares the page and the picture with files in `Goldens`.
/// `RECORD_GOLDENS=1 swift test --filter TrainingCurvesTests` updates the files.
struct TrainingCurvesTests {
  private static let goldens =
    String(#filePath.dropLast("TrainingCurvesTests.swift".count)) + "Goldens/"

  /// Two epochs of ten steps each.
  private static func log(_ name: String, score: String = "bleu") -> TrainingLog {
    TrainingLog(
      name: name,
      [
        training(5, 1, ["loss": 4, "learning_rate": 0.002], seconds: 1),
        validation(10, 1, ["loss": 3, "perplexity": 20.1, score: 0.25], seconds: 2),
        training(15, 2, ["loss": 2, "learning_rate": 0.0005], seconds: 3),
        validation(20, 2, ["loss": 2.5, "perplexity": 12.2, score: 0.5], seconds: 4),
      ])
  }

  private static func training(
    _ step: Int, _ epoch: Int, _ values: [String: Double], seconds: Double = 0
  ) -> TrainingLog.Entry {
    .init(kind: .training, step: step, epoch: epoch, seconds: seconds, values: values)
  }

  private static func validation(
    _ step: Int, _ epoch: Int, _ values: [String: Double], seconds: Double = 0
  ) -> TrainingLog.Entry {
    .init(kind: .validation, step: step, epoch: epoch, seconds: seconds, values: values)
  }

  private static let scores = [
    TrainingCurves.Score(key: "bleu", title: "BLEU", isShare: false),
    TrainingCurves.Score(key: "accuracy", title: "accuracy", isShare: true),
  ]

  private static let curves = TrainingCurves(
    [log("lstm"), log("tanh", score: "accuracy")], scores: scores)

  @Test(arguments: ["curves.html", "curves.svg"]) func filesAreAsRecorded(name: String) throws {
    let format = try #require(ScatterPlot.Format(path: name))
    let path = Self.goldens + name
    if getenv("RECORD_GOLDENS") != nil { try Self.curves.write(format, to: path) }
    let text = format == .html ? Self.curves.html() : Self.curves.svg()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func theTableHasAllNumbers() {
    let average = TrainingLog.Entry(
      kind: .average, step: 2, epoch: 1, seconds: 0.5, values: ["bleu": 31.25])
    let log = TrainingLog(
      name: "a\tb",
      [Self.training(1, 1, ["loss": .nan, "gradient_norm": 2], seconds: 0.25), average])
    #expect(
      TrainingLog.table([log]) == """
        run\tkind\tname\tstep\tepoch\tseconds\tvalue
        a b\ttraining\tgradient_norm\t1\t1\t0.25\t2.0
        a b\ttraining\tloss\t1\t1\t0.25\tnan
        a b\taverage\tbleu\t2\t1\t0.5\t31.25

        """)
  }

  @Test func thePageCarriesTheTable() throws {
    let html = Self.curves.html()
    #expect(html.contains("<a download=\"training.tsv\" href=\"data:text/tab-separated-values;"))
    let data = try #require(html.firstMatch(of: #/;charset=utf-8;base64,([^"]+)">/#)).output.1
    let table = try #require(Data(base64Encoded: String(data)))
    #expect(String(decoding: table, as: UTF8.self) == TrainingLog.table(Self.curves.logs))
  }

  @Test func aMetricOfSomeRunsHasOnlyTheirLines() throws {
    let plots = Self.curves.plots
    #expect(
      plots.map(\.title) == [
        "Training loss", "Dev loss", "Dev perplexity", "Dev BLEU", "Dev accuracy", "Learning rate",
      ])
    #expect(plots[3].series.map(\.name) == ["lstm"])
    #expect(plots[4].series.map(\.name) == ["tanh"])
    #expect(plots[4].unit == .share)
    #expect(plots.allSatisfy { $0.shownX == [5, 20] })
  }

  @Test func otherScoresComeLastUnlessTheyAreZero() {
    let log = TrainingLog(
      name: "a",
      [
        Self.training(1, 1, ["tokens_per_second": 5, "loss": 1]),
        Self.validation(2, 1, ["empty_share": 0, "copied_share": 0.5, "bleu": 0]),
      ])
    let plots = TrainingCurves([log], scores: Self.scores).plots
    #expect(plots.map(\.title) == ["Training loss", "Dev BLEU", "Speed", "Dev copied share"])
    #expect(plots.last?.unit == .share)
  }

  @Test func pointsAreOverStepsEpochsOrTime() {
    func places(_ axis: TrainingCurves.Axis, _ plot: Int, seconds: Double = 1) -> [Double] {
      let entries = Self.log("a").entries.map {
        TrainingLog.Entry(
          kind: $0.kind, step: $0.step, epoch: $0.epoch, seconds: $0.seconds * seconds,
          values: $0.values)
      }
      let plot = TrainingCurves([TrainingLog(name: "a", entries)], over: axis).plots[plot]
      return plot.series[0].points.map(\.x)
    }
    #expect(places(.steps, 0) == [5, 15])
    #expect(places(.epochs, 0) == [0.5, 1.5])
    #expect(places(.epochs, 1) == [1, 2])
    #expect(places(.time, 1) == [2, 4])
    #expect(places(.time, 1, seconds: 60) == [2, 4])
    #expect(places(.time, 1, seconds: 3600) == [2, 4])
    let titles = TrainingCurves.Axis.allCases.map {
      TrainingCurves([Self.log("a")], over: $0).plots[0].xTitle
    }
    #expect(titles == ["step", "epoch", "seconds"])
  }

  @Test func theTimeOfAResumedRunGoesOn() {
    let seconds = [1.0, 2, 0.5, 1, 0.25]
    let log = TrainingLog(
      name: "a", seconds.enumerated().map { Self.training($0 + 1, 1, [:], seconds: $1) })
    #expect(log.entries.map(\.seconds) == [1, 2, 2.5, 3, 3.25])
  }

  @Test func trainingLossesAreSmoothed() {
    let log = TrainingLog(
      name: "a",
      [4, 2, .nan, 1].enumerated().map { Self.training($0 + 1, 1, ["loss": $1]) })
    let plot = TrainingCurves([log], smoothing: 0.5).plots[0]
    #expect(plot.title == "Training loss, smoothed (0.5)")
    let values = plot.series[0].points.map(\.y)
    #expect(values[0] == 4 && values[2].isNaN)
    #expect(abs(values[1] - 8 / 3) < 1e-12)
    #expect(abs(values[3] - 12 / 7) < 1e-12)
  }

  @Test func aLongLineKeepsItsPeaksAndGaps() {
    let log = TrainingLog(
      name: "a",
      (1...10_000).map { step in
        let loss = step == 5_000 ? 9.0 : step == 7_000 ? .infinity : 1 + 1 / Double(step)
        return Self.training(step, 1, ["loss": loss])
      })
    let points = TrainingCurves([log]).plots[0].series[0].points
    #expect(points.count <= 300 && points.count > 200)
    #expect(points.first?.x == 1 && points.last?.x == 10_000)
    #expect(points.contains { $0 == (5_000, 9) })
    #expect(points.contains { $0.x == 7_000 && $0.y == .infinity })
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test func valuesThatAreNotFiniteAreGaps() {
    let log = TrainingLog(
      name: "a",
      [1, 2, .nan, 3, .infinity, 4, 5].enumerated().map { Self.training($0, 1, ["loss": $1]) })
    let html = TrainingCurves([log]).html()
    let path = html.firstMatch(of: #/<path class="line" d="([^"]*)"/#)?.output.1 ?? ""
    #expect(path.contains(#/^M[0-9. ]+L[0-9. ]+M[0-9. ]+h0M[0-9. ]+L[0-9. ]+$/#), "\(path)")
    for extreme in [1e307, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e-30, -1e300] {
      for values in [[extreme], [extreme, 1], [extreme, extreme * 0.75]] {
        let log = TrainingLog(
          name: "b", values.enumerated().map { Self.training($0, 1, ["loss": $1]) })
        #expect(!TrainingCurves([log]).html().contains("NaN"))
      }
    }
    let nothing = TrainingLog(name: "b", [Self.training(1, 1, ["loss": .nan])])
    #expect(TrainingCurves([nothing]).plots.isEmpty)
    #expect(TrainingCurves([nothing]).svg().hasPrefix("<svg "))
  }

  @Test func anyNameIsTextAndNoneIsMarkup() {
    let hostile = "</svg><script>alert(1)</script>"
    let log = TrainingLog(
      name: hostile, [Self.training(1, 1, ["loss": 1]), Self.validation(1, 1, [hostile: 1])])
    let curves = TrainingCurves([log, Self.log("b")])
    for text in [curves.html(), curves.svg()] {
      #expect(!text.contains("<script"))
      #expect(text.contains("&lt;/svg&gt;&lt;script&gt;"))
    }
    #expect(curves.html().contains("default-src 'none'"))
  }

  @Test func moreRunsThanColoursAreDashed() {
    let logs = (1...20).map { Self.log("run \($0)") }
    let html = TrainingCurves(logs).html()
    #expect(html.contains("<li><i class=\"group-7\"></i>run 8</li>"))
    #expect(html.contains("<li><i class=\"group-0 dashed\"></i>run 9</li>"))
    #expect(html.contains("<li><i class=\"other\"></i>run 17</li>"))
  }
}
