// SPDX-License-Identifier: Apache-2.0

package import Files

/// Plots of training runs over one another: losses, dev scores, learning rate and so on.
package struct TrainingCurves: Sendable {
  /// The quantity on the horizontal axis.
  package enum Axis: String, CaseIterable, Sendable {
    case steps, epochs, time
  }

  /// A dev score with a name of its own.
  package struct Score: Sendable {
    /// The name in the log.
    let key: String
    let title: String
    /// True for shares of 1.
    let isShare: Bool

    package init(key: String, title: String, isShare: Bool) {
      (self.key, self.title, self.isShare) = (key, title, isShare)
    }
  }

  let logs: [TrainingLog]
  private let axis: Axis
  private let smoothing: Double
  private let scores: [Score]

  /// The most points of a line: more than the pixels between them would show.
  private static let mostPoints = 300

  /// Creates plots. Dev scores in the logs that are not among `scores` come last. `smoothing` is the
  /// weight of earlier values in an exponential moving average of training losses, from 0 (none) to
  /// below 1.
  package init(
    _ logs: [TrainingLog], over axis: Axis = .steps, smoothing: Double = 0, scores: [Score] = []
  ) {
    precondition((0..<1).contains(smoothing))
    self.logs = logs
    (self.axis, self.smoothing, self.scores) = (axis, smoothing, scores)
  }

  /// The title above all plots.
  var title: String { logs.count == 1 ? "Training of \(logs[0].name)" : "Training curves" }

  /// The colour of each run, by name.
  var colours: [String: Int] {
    let coloured = logs.prefix(2 * Palette.light.groups.count)
    return Dictionary(
      coloured.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The plots, all with the same horizontal axis, without those for which no run has values.
  var plots: [LinePlot] {
    let (unit, scale) = time
    var plots = metrics.compactMap { metric -> LinePlot? in
      var plot = LinePlot(
        title: metric.title, xTitle: unit, yTitle: metric.yTitle, unit: metric.unit, shownY: [])
      plot.isLogarithmic = metric.isLogarithmic
      for log in logs {
        let points = points(of: metric, log, scale)
        if points.contains(where: \.y.isFinite) {
          plot.series.append(LinePlot.Series(name: log.name, points: points))
        }
      }
      return plot.series.isEmpty ? nil : plot
    }
    let places = plots.flatMap(\.series).flatMap(\.points).map(\.x).filter(\.isFinite)
    let ends = [places.min(), places.max()].compactMap(\.self)
    for index in plots.indices { plots[index].shownX = ends }
    return plots
  }

  /// The title of the horizontal axis, and its unit in seconds.
  private var time: (title: String, seconds: Double) {
    switch axis {
    case .steps: return ("step", 1)
    case .epochs: return ("epoch", 1)
    case .time:
      let longest = logs.compactMap(\.entries.last?.seconds).max() ?? 0
      if longest < 180 { return ("seconds", 1) }
      return longest < 180 * 60 ? ("minutes", 60) : ("hours", 3600)
    }
  }

  private func points(
    of metric: Metric, _ log: TrainingLog, _ scale: Double
  ) -> [(x: Double, y: Double)] {
    var points = log.entries.compactMap { entry -> (x: Double, y: Double)? in
      guard entry.kind == metric.kind, let value = entry.values[metric.key] else { return nil }
      return switch axis {
      case .steps: (Double(entry.step), value)
      case .epochs: (log.epochs(at: entry), value)
      case .time: (entry.seconds / scale, value)
      }
    }
    if metric.isSmoothed { smooth(&points) }
    return thinned(points)
  }

  /// Replaces values by their exponential moving average, corrected for its start at 0 (Kingma and Ba,
  /// 2015).
  private func smooth(_ points: inout [(x: Double, y: Double)]) {
    var (sum, weight) = (0.0, 0.0)
    for index in points.indices where points[index].y.isFinite {
      sum = smoothing * sum + (1 - smoothing) * points[index].y
      weight = smoothing * weight + 1 - smoothing
      points[index].y = sum / weight
    }
  }

  /// Returns the ends of a long line and, of each stretch between them, the lowest and the highest
  /// point, or one that is not finite.
  private func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    if points.count <= Self.mostPoints { return points }
    let stretches = Self.mostPoints / 2 - 1
    var kept: Set = [0, points.count - 1]
    for number in 0..<stretches {
      let indices = points.count * number / stretches..<points.count * (number + 1) / stretches
      let gap = indices.first { !points[$0].y.isFinite }
      let ends = [
        indices.min { points[$0].y < points[$1].y }, indices.max { points[$0].y < points[$1].y },
      ]
      kept.formUnion(gap.map { [$0] } ?? ends.compactMap(\.self))
    }
    return kept.sorted().map { points[$0] }
  }
}

// MARK: - Metrics

/// A number of a log that has a plot.
private struct Metric {
  let kind: TrainingLog.Kind
  /// The name in the log.
  let key: String
  let title: String
  var yTitle = ""
  var unit = MeasurementUnit.number("")
  var isSmoothed = false
  var isLogarithmic = false
}

extension TrainingCurves {
  private var metrics: [Metric] {
    let smoothed = smoothing > 0 ? ", smoothed (\(smoothing))" : ""
    return [
      Metric(
        kind: .training, key: "loss", title: "Training loss" + smoothed, yTitle: "nats",
        unit: .number("nats"), isSmoothed: smoothing > 0),
      Metric(
        kind: .validation, key: "loss", title: "Dev loss", yTitle: "nats", unit: .number("nats")),
      Metric(kind: .validation, key: "perplexity", title: "Dev perplexity"),
    ] + scores.map(metric) + [
      Metric(kind: .training, key: "learning_rate", title: "Learning rate"),
      Metric(kind: .training, key: "gradient_norm", title: "Largest gradient norm"),
      Metric(
        kind: .training, key: "tokens_per_second", title: "Speed", yTitle: "tokens per second",
        unit: .number("tokens/s")),
    ] + otherScores.map(metric) + gradientMetrics
  }

  /// The norms of gradients 10 and 100 steps back, and the largest singular values.
  private var gradientMetrics: [Metric] {
    let entries = logs.lazy.flatMap(\.entries).filter { $0.kind == .gradients }
    let quantities = Set(entries.flatMap(\.values.keys)).compactMap(GradientQuantity.init)
    return quantities.sorted().compactMap { quantity in
      quantity.title.map {
        Metric(kind: .gradients, key: quantity.key, title: $0, isLogarithmic: quantity.isNorm)
      }
    }
  }

  private func metric(_ score: Score) -> Metric {
    Metric(
      kind: .validation, key: score.key, title: "Dev " + score.title,
      unit: score.isShare ? .share : .number(""))
  }

  /// The dev scores without a name of their own, such as `empty_share`, except those that are always 0.
  private var otherScores: [Score] {
    let known = Set(scores.map(\.key) + ["loss", "perplexity"])
    let entries = logs.lazy.flatMap(\.entries).filter { $0.kind == .validation }
    let found = Set(entries.flatMap { $0.values.filter { $0.value != 0 }.keys })
    return found.subtracting(known).sorted().map { key in
      Score(key: key, title: key.replacing("_", with: " "), isShare: key.hasSuffix("_share"))
    }
  }
}

// MARK: - Files

extension TrainingCurves {
  /// Writes a page or a picture atomically.
  ///
  /// - Throws: `FileError`.
  package func write(_ format: ScatterPlot.Format, to path: String) throws(FileError) {
    try writeFile(format == .html ? html() : svg(), to: path)
  }
}
