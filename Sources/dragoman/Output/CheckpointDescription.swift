// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Messages
import Text
import Training

/// The facts about a checkpoint, as text or JSON.
struct CheckpointDescription<Record: TrainingRecord> {
  typealias Row = (name: String, value: String)

  let directory: String
  let record: Record
  let parameters: Int
  let history: [MetricsEntry]
  /// The rows before those of training.
  let rows: [Row]
  /// The progress of training.
  let progress: String

  /// The facts, as rows of a name and a value.
  var facts: [Row] { rows + trainingRows }

  var text: String {
    let rows = facts
    let width = rows.map(\.name.count).max() ?? 0
    let facts = rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }
    return (facts + historyLines).joined(separator: "\n")
  }

  private var trainingRows: [Row] {
    let training = record.training
    if !record.isTrainedInSteps { return [("trained", progress)] }
    return [
      (
        "training",
        "\(training.optimizer.rawValue), learning rate \(training.learningRate), "
          + (training.batchTokens.map { "batches of \(grouped($0)) tokens" }
            ?? "batch \(training.batchSize)")
          + ", clip norm \(training.clipNorm), seed \(training.seed), "
          + counted(training.threads, "thread")
          + (training.precision == .float32 ? "" : ", \(training.precision.rawValue)")
      )
    ] + SettingWording.rows(of: record) + [("trained", progress)]
  }

  /// The entries with dev scores.
  private var scored: [MetricsEntry] {
    history.filter { $0.kind == .validation || $0.kind == .average }
  }

  /// A table of the dev scores, with the best one marked.
  private var historyLines: [String] {
    let scored = scored
    guard !scored.isEmpty else { return [] }
    let best = best(of: scored)
    let metrics = DevelopmentScore.all.filter { metric in
      scored.contains { $0.scores[metric.key] != nil }
    }
    var table = Table(
      [("epoch", .right), ("step", .right), ("dev perplexity", .right)]
        + metrics.map { ($0.title, .right) } + [("", .left)])
    for (index, entry) in scored.enumerated() {
      let average = entry.averagedSteps.map { "average of steps \(listed($0.map(grouped)))" }
      let scores = metrics.map { metric in entry.scores[metric.key].map(metric.text) ?? "" }
      table.add(
        ["\(entry.epoch)", grouped(entry.step), decimal(entry.perplexity, places: 2)] + scores
          + [[average, index == best ? "best" : nil].compactMap(\.self).joined(separator: ", ")])
    }
    return ["", table.text]
  }

  /// The scores of the best entry; nil without dev scores.
  var bestScores: String? {
    let scored = scored
    guard let best = best(of: scored) else { return nil }
    let entry = scored[best]
    let scores = DevelopmentScore.all.compactMap { metric in
      entry.scores[metric.key].map { "\(metric.title) \(metric.text($0))" }
    }
    return (scores + ["perplexity \(decimal(entry.perplexity, places: 2))"]).joined(separator: ", ")
      + " (epoch \(entry.epoch))"
  }

  /// Returns the index of the entry with the best score, the first of equal ones.
  private func best(of scored: [MetricsEntry]) -> Int? {
    let metric = record.training.validationMetric
    var best: (index: Int, score: RankedScore)?
    for (index, entry) in scored.enumerated() {
      guard let value = entry.value(metric) else { continue }
      let score = RankedScore(value, perplexity: entry.perplexity)
      if metric.isBetter(score, than: best?.score) { best = (index, score) }
    }
    return best?.index
  }

  var json: String {
    get throws {
      try dragoman.json(
        Facts(
          directory: directory, parameters: parameters, configuration: record, history: history),
        pretty: true, Record.metricsKeys)
    }
  }

  private struct Facts: Encodable {
    let directory: String
    let parameters: Int
    let configuration: Record
    let history: [MetricsEntry]
  }
}

extension TrainingRecord {
  /// Returns the progress of a run with this history. `token` names what the model predicts;
  /// `averaged` is the number of checkpoints that the weights are the average of.
  func progress(_ history: [MetricsEntry], token: String, averaged: Int?) -> String {
    if let averaged { return "the average of \(counted(averaged, "checkpoint"))" }
    guard let last = history.last else {
      return "no entries in metrics.jsonl: fewer steps than the log interval, and no dev set"
    }
    return "\(counted(last.step, "step")), epoch \(last.epoch) of \(training.epochs), "
      + counted(last.tokens, token)
  }
}
