// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Training

/// The speed of a run counts only its own steps.
struct StopwatchTests {
  @Test func aLapCountsOnlyItsTokens() {
    var stopwatch = Stopwatch()
    var before = 0.0
    for tokens in [1000, 7] {
      stopwatch.measure { for _ in 0..<1000 { _ = stopwatchWork() } }
      stopwatch.count(tokens: tokens)
      expectClose(
        [stopwatch.lap() * (stopwatch.seconds - before)], [Double(tokens)], relative: 1e-9,
        "tokens")
      before = stopwatch.seconds
    }
    #expect(stopwatch.tokens == 1007)
    #expect(stopwatch.lap() == 0, "no time has passed")
  }

  private func stopwatchWork() -> Int { (0..<100).reduce(0, +) }
}
