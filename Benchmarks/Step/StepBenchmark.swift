// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct StepBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step-bench",
    abstract: "Time training steps: tokens per second, share of the peak, time of each part.",
    subcommands: [
      Breakdown.self, LanguageModelBreakdown.self, Scaling.self, OneByOne.self,
      Nearest.self,
    ],
    defaultSubcommand: Breakdown.self)
}

/// Measures one setting, with the parts of a step.
struct Breakdown: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Time the parts of a training step.")

  @OptionGroup var setting: Setting
  @Option(help: "Number of steps to measure.") var steps = 30

  func validate() throws {
    guard steps >= 1 else { throw ValidationError("--steps must be at least 1.") }
  }

  func run() throws {
    let measured = try setting.measure(steps: steps)
    print(
      "\(setting.embeddingSize)/\(setting.hiddenSize)/\(setting.layers), batch "
        + "\(setting.batchSize), \(setting.bfloat16 ? "bfloat16" : "float32"), "
        + "\(setting.threads) threads, about \(setting.length) words per sentence"
    )
    measured.print("target tokens")
  }
}
