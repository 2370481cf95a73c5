// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import Tasks
import Text
import Training

/// Shows the progress of training: a line that is rewritten on a terminal, log lines otherwise.
struct TrainingProgress {
  private let console: Console
  private let firstStep: Int
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?
  /// Tokens, seconds and loss, with exponentially decreasing weights for older steps.
  private var tokens = 0.0
  private var seconds = 0.0
  private var lossSum = 0.0
  private var lastStep = ContinuousClock.now
  private let metric: ValidationMetric
  /// The name of what the model predicts.
  private let token: String
  private var hasNotedTie = false

  /// The factor by which these weights decrease at each step.
  private static let fading = 0.98
  private static let interval = Duration.milliseconds(100)

  init(_ console: Console, firstStep: Int, _ metric: ValidationMetric, token: String) {
    self.console = console
    self.firstStep = firstStep
    self.metric = metric
    self.token = token
  }

  mutating func observe(_ event: TrainingEvent) {
    switch event {
    case .step(let report): showStep(report)
    case .metrics(let entry): if entry.kind == .training && !console.isTerminal { log(entry) }
    case .epoch(let report): logEpoch(report)
    case .recovered(let report): log(report)
    case .averaged(let report): log(report)
    case .sample(let text, let step): show(text, step: step)
    case .saved: break
    }
  }

  private mutating func showStep(_ report: StepReport) {
    let now = ContinuousClock.now
    tokens = tokens * Self.fading + Double(report.tokens)
    lossSum = lossSum * Self.fading + report.loss * Double(report.tokens)
    seconds = seconds * Self.fading + lastStep.duration(to: now) / .seconds(1)
    lastStep = now
    guard console.isTerminal, lastShown.map({ $0.duration(to: now) >= Self.interval }) ?? true
    else {
      return
    }
    lastShown = now
    let loss = lossSum / tokens
    let left =
      start.duration(to: now) / .seconds(1) * Double(report.totalSteps - report.step)
      / Double(report.step - firstStep)
    console.showProgress(
      "epoch \(report.epoch)",
      [
        "step \(grouped(report.step))/\(grouped(report.totalSteps))",
        "loss \(decimal(loss, places: 3))", "perplexity \(decimal(exp(loss), places: 2))",
        "\(grouped(Int(tokens / max(seconds, 1e-9)))) \(token)s/s", "\(duration(left)) left",
      ])
  }

  private func log(_ entry: MetricsEntry) {
    var parts = [
      "epoch \(entry.epoch)", "step \(grouped(entry.step))",
      "loss \(decimal(entry.loss, places: 3))",
      "perplexity \(decimal(entry.perplexity, places: 2))",
    ]
    if let rate = entry.tokensPerSecond { parts.append("\(grouped(Int(rate))) \(token)s/s") }
    console.note(parts.joined(separator: "  "))
  }

  private mutating func logEpoch(_ report: EpochReport) {
    let best = report.isBest && report.scores != nil ? "  best so far" : ""
    console.clearProgress()
    console.note(
      "epoch \(report.epoch)  step \(grouped(report.step))  done\(scores(report.scores))\(best)")
    if let scores = report.scores, scores.values["distinct_share"] != nil { logOutputs(scores) }
    if report.isTied { logTie(report) }
  }

  /// Notes, once, that dev scores are equal and perplexity decides.
  private mutating func logTie(_ report: EpochReport) {
    guard !hasNotedTie, let score = report.scores?.value(metric) else { return }
    hasNotedTie = true
    console.note(
      score == 0
        ? "dev \(metric.name) is \(metric.text(0)) so far: the best weights are chosen by perplexity."
        : "dev \(metric.name) equals the best so far: perplexity breaks the tie.")
  }

  private func scores(_ scores: Scores?) -> String {
    guard let scores else { return "" }
    let others = DevelopmentScore.all.compactMap { metric in
      scores.values[metric.key].map { "  \(metric.title) \(metric.text($0))" }
    }
    return "  dev perplexity \(decimal(scores.perplexity, places: 2))" + others.joined()
  }

  /// Notes the signs of a model that ignores its source.
  private func logOutputs(_ scores: Scores) {
    func share(_ name: String) -> Double { scores.values[name] ?? 0 }
    let signs = [
      (share("repeated_share"), "of 4-grams repeated"),
      (share("copied_share"), "copied from the source"),
      (share("empty_share"), "empty"), (share("unknown_share"), "of words unknown"),
    ]
    let parts = signs.filter { $0.0 > 0 }.map { "\(percent($0.0)) \($0.1)" }
    console.note(
      (["  dev translations: \(percent(share("distinct_share"))) distinct"] + parts)
        .joined(separator: ", "))
    guard let only = scores.onlyOutput else { return }
    console.note(
      only.isEmpty
        ? "  Warning: the translations of all dev sentences are empty."
        : "  Warning: the translations of all dev sentences are the same: \(only)")
  }

  private func show(_ sample: String, step: Int) {
    console.clearProgress()
    console.note("sample at step \(grouped(step)):")
    for line in sample.split(separator: "\n", omittingEmptySubsequences: false) {
      console.note("  | " + line)
    }
  }

  private func log(_ report: RecoveryReport) {
    console.clearProgress()
    console.note(
      "The loss is \(decimal(report.loss, places: 2)) at step \(grouped(report.step)): returning to step "
        + "\(grouped(report.stepBack)) with half the learning rate, \(report.learningRate) "
        + "(recovery \(report.recoveries) of at most \(report.mostRecoveries)).")
  }

  private func log(_ report: AverageReport) {
    let verdict =
      report.scores == nil
      ? "  kept" : report.isBest ? "  best so far, kept" : "  not better than the best"
    console.note(
      "average of epochs \(listed(report.epochs.map { "\($0)" }))\(scores(report.scores))\(verdict)"
    )
  }
}
