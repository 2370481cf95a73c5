// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Glibc
import Inference
import Messages
import Text
import Training

/// The result of a training run, and the commands to type next.
struct TrainingReport {
  private let summary: TrainingSummary
  private let files: CheckpointFiles
  private let configuration: TrainingConfiguration
  private let signal: Int32?
  /// The name of what the model predicts.
  private let token: String
  /// Commands to type next.
  private let next: [String]
  /// True if the model was counted, without steps.
  private let isCounted: Bool

  init(
    _ summary: TrainingSummary, _ files: CheckpointFiles, _ configuration: TrainingConfiguration,
    signal: Int32?, token: String, next: [String], isCounted: Bool
  ) {
    self.summary = summary
    self.files = files
    self.configuration = configuration
    self.signal = signal
    self.token = token
    self.next = next
    self.isCounted = isCounted
  }

  func note(on console: Console) {
    for line in lines { console.note(line) }
  }

  private var lines: [String] {
    var lines = [
      isCounted
        ? "Counted \(counted(summary.tokens, token)) in \(duration(summary.seconds)), using at most "
          + "\(size(bytes: Resources.peakMemory)) of memory."
        : "\(ending); this run took "
          + "\(duration(summary.seconds)), at \(grouped(Int(summary.tokensPerSecond))) \(token)s/s, "
          + "and used at most \(size(bytes: Resources.peakMemory)) of memory."
    ]
    if let perplexity = summary.bestPerplexity, let epoch = summary.bestEpoch {
      let metric = configuration.validationMetric
      let words = "perplexity \(decimal(perplexity, places: 2))"
      let best = summary.bestScore.map { "\(metric.name) \(metric.text($0)), with \(words)" }
      let epochs = summary.bestAveraged.map {
        "from the weights averaged over epochs \(listed($0.map { "\($0)" }))"
      }
      lines.append(
        isCounted
          ? "Dev \(words)."
          : "Best dev \(best ?? words), \(epochs ?? "after epoch \(epoch)").")
    }
    lines.append("The checkpoint is in \(files.directory). Next:")
    if summary.ending == .interrupted {
      lines.append("  run the same command with --resume to continue training")
    }
    return lines + next.map { "  " + $0 }
  }

  /// The metric, or perplexity if the best score was 0.
  private var deciding: ValidationMetric {
    summary.bestScore == 0 ? .perplexity : configuration.validationMetric
  }

  private var ending: String {
    let steps = counted(summary.steps, "step")
    return switch summary.ending {
    case .completed: "Training is complete after \(steps)"
    case .maximumSteps: "Training reached --max-steps after \(steps)"
    case .patience:
      "Training stopped early after \(steps), because dev \(deciding.name) has not improved for "
        + counted(configuration.patience ?? 0, "epoch")
    case .interrupted: "\(signal == SIGINT ? "Interrupted" : "Terminated") after \(steps)"
    }
  }
}
