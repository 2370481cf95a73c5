// SPDX-License-Identifier: Apache-2.0

import Text

extension BottleneckMeasurements {
  /// Returns a page of the measurements.
  package var page: ArticlePage {
    ArticlePage(
      title: systems.count == 1 ? "The bottleneck of \(systems[0].name)" : "The bottleneck",
      summary:
        "Without attention, an encoder passes a whole sentence to the decoder as one vector of a "
        + "fixed size.",
      sections: sections)
  }

  /// The plots and tables as sections of a page.
  package var sections: [ArticlePage.Section] {
    var scores = section("Quality by sentence length", qualityPlot)
    scores.paragraphs = ["The score of the translations, for sentences grouped by length."]
    var words = section("Words that the vector holds", wordPlot)
    words.paragraphs = [
      "The share of the distinct words in a source sentence that a linear model can read back from the "
        + "vector, which consists of the states of all layers of the encoder after the last step (\(sizes)). "
        + "The linear model learns from four fifths of the sentences and is tested on the rest. It cannot name "
        + "words that it has not seen."
    ]
    words.numbers = ("bottleneck.tsv", table)
    return [scores, words]
  }

  private var sizes: String {
    if systems.count == 1 { return "\(grouped(systems[0].vectorSize)) values" }
    return systems.map { "\($0.name): \(grouped($0.vectorSize)) values" }.joined(separator: ", ")
  }

  private func section(_ heading: String, _ plot: LinePlot) -> ArticlePage.Section {
    var section = ArticlePage.Section(heading)
    section.figures = [.plot(plot), .texts(numbers(of: plot))]
    return section
  }

  private var qualityPlot: LinePlot {
    plot("\(metric) by the length of the source", .number(""), \.scores)
  }

  private var wordPlot: LinePlot {
    var plot = plot("Words read back, by the length of the source", .share, \.recovered)
    plot.series += [series("most frequent words", \.guessed), series("known words", \.known)]
    return plot
  }

  private func plot(
    _ title: String, _ unit: MeasurementUnit, _ values: KeyPath<System, [Double]>
  ) -> LinePlot {
    var plot = LinePlot(
      title: title, xTitle: "words in the source sentence", yTitle: "", unit: unit, shownY: [0])
    plot.series = systems.map { system in
      LinePlot.Series(
        name: system.name,
        points: zip(buckets, system[keyPath: values]).map { (x: $0.meanLength, y: $1) })
    }
    return plot
  }

  private func series(_ name: String, _ value: KeyPath<Bucket, Double>) -> LinePlot.Series {
    LinePlot.Series(
      name: name, points: buckets.map { (x: $0.meanLength, y: $0[keyPath: value]) })
  }

  /// Returns the values of a plot, with a row for each bucket.
  private func numbers(of plot: LinePlot) -> PageTexts {
    PageTexts(
      title: "The same in numbers", columns: ["words", "sentences"] + plot.series.map(\.name),
      rows: buckets.enumerated().map { index, bucket in
        [bucket.name, grouped(bucket.sentences)]
          + plot.series.map { plot.unit.text($0.points[index].y) }
      }, hasNumbers: true)
  }
}
