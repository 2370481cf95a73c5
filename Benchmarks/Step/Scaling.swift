// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Glibc

/// Measures training speed with one size varied at a time.
struct Scaling: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Training speed by threads, sizes, batch and length.")

  @OptionGroup var setting: Setting
  @Option(help: "Number of steps to measure at each point.") var steps = 8

  func validate() throws {
    guard steps >= 1 else { throw ValidationError("--steps must be at least 1.") }
  }

  func run() throws {
    let axes: [(String, WritableKeyPath<Setting, Int>, [Int])] = [
      ("threads", \.threads, (0...5).map { 1 << $0 }.filter { $0 <= setting.threads }),
      ("hidden size", \.hiddenSize, [64, 128, 256, 512, 1024]),
      ("target vocabulary", \.targetWords, [1000, 3000, 10_000, 30_000]),
      ("batch", \.batchSize, [8, 16, 32, 64, 128, 256]),
      ("words per sentence", \.length, [6, 12, 24, 48]),
    ]
    for (title, axis, values) in axes {
      var rows = [[title, "target tokens/s", "share of the peak"]]
      for value in values {
        var changed = setting
        changed[keyPath: axis] = value
        let measured = try changed.measure(steps: steps)
        rows.append([
          "\(value)", decimal(measured.tokensPerSecond, places: 0), measured.share.percent,
        ])
      }
      printTable(rows)
      print()
      // A table takes minutes: show each at once, also if the output is a file.
      fflush(nil)
    }
  }
}
