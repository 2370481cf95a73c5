// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

/// After `kill -9` at any moment, the directory loads, and resuming gives the same bytes as an
/// undisturbed run.
struct KillTests {
  private static let kills = 50
  /// All optional settings with state between steps.
  private static let additions =
    "--ema-decay 0.9 --average best:2 --schedule plateau --validation-metric chrf "
    + "--accumulate 2 --optimizer adamw"
  private static let flags =
    "\(ToyCorpus.training) \(ToyCorpus.development) \(ToyCorpus.small) --epochs 6 "
    + "--log-interval 1 --save-interval 3 --dropout 0.2"
  private static let steps = 78

  @Test(arguments: [("", kills), (additions, kills / 3)])
  func killedRunsResumeToTheSameBytes(additions: String, limit: Int) throws {
    try withToyCorpus { directory throws in
      let flags = Self.flags + " " + additions
      let whole = Dragoman.run("train \(flags) --checkpoint whole", in: directory)
      #expect(whole.status == 0, "\(whole.error)")
      var generator = SeededGenerator(seed: 12)
      var kills = 0
      var run = 0
      while kills < limit {
        run += 1
        kills += try killUntilDone(
          "\(flags) --checkpoint c\(run)", in: directory, atMost: limit - kills, &generator)
        let kept = (try? names(in: directory + "/whole/kept").map { "kept/" + $0 }) ?? []
        for file in ["model.safetensors", "training-state.safetensors", "config.json"] + kept {
          #expect(
            try contents(of: "\(directory)/c\(run)/\(file)")
              == contents(of: "\(directory)/whole/\(file)"), "\(file) after \(kills) kills")
        }
        #expect(
          try names(in: "\(directory)/c\(run)") == names(in: "\(directory)/whole"))
      }
    }
  }

  /// Trains with `flags`, resuming after each of at most `limit` kills; returns the number of
  /// kills.
  private func killUntilDone(
    _ flags: String, in directory: String, atMost limit: Int, _ generator: inout SeededGenerator
  ) throws -> Int {
    let command = "train \(flags) --resume"
    let checkpoint = String(flags.split(separator: " ").last ?? "")
    for kills in 0..<limit {
      let process = Dragoman.start(command, in: directory)
      wait(for: process, lines: Int.random(in: 0...Self.steps / 3, using: &generator))
      linger(&generator)
      process.signal(SIGKILL)
      if process.finish().status == 0 { return kills }
      try expectWhole(checkpoint, in: directory)
    }
    let last = Dragoman.run(command, in: directory)
    #expect(last.status == 0, "\(last.error)")
    return limit
  }

  private func wait(for process: ChildProcess, lines: Int) {
    for _ in 0..<lines where process.readErrorLine() == nil { return }
  }

  /// Waits a short time, so that not all kills come directly after a line.
  private func linger(_ generator: inout SeededGenerator) {
    let end = ContinuousClock.now + .microseconds(Int.random(in: 0...20_000, using: &generator))
    while ContinuousClock.now < end {}
  }

  /// A directory holds either no checkpoint yet, or one that translates.
  private func expectWhole(_ checkpoint: String, in directory: String) throws {
    let files = (try? names(in: "\(directory)/\(checkpoint)")) ?? []
    guard files.contains("config.json") else { return }
    let result = Dragoman.run("translate \(checkpoint)", in: directory, input: "a b\n")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.count { $0 == "\n" } == 1)
  }
}
