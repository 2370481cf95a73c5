// SPDX-License-Identifier: Apache-2.0

/// The time spent in training steps of this run, and their number of tokens.
struct Stopwatch {
  private(set) var tokens = 0
  private var total = Duration.zero
  private var lapStart = Duration.zero
  private var tokensAtLapStart = 0

  var seconds: Double { total / .seconds(1) }

  mutating func measure<Result>(_ body: () -> Result) -> Result {
    let start = ContinuousClock.now
    defer { total += start.duration(to: .now) }
    return body()
  }

  mutating func count(tokens: Int) { self.tokens += tokens }

  /// Returns the tokens per second since the last call.
  mutating func lap() -> Double {
    defer { (lapStart, tokensAtLapStart) = (total, tokens) }
    let seconds = (total - lapStart) / .seconds(1)
    return seconds > 0 ? Double(tokens - tokensAtLapStart) / seconds : 0
  }
}
