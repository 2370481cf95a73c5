// SPDX-License-Identifier: Apache-2.0

/// Adds up the time of training steps.
struct Stopwatch {
  private var total = Duration.zero
  private var lapStart = Duration.zero

  var seconds: Double { total / .seconds(1) }

  mutating func measure<Result>(_ body: () -> Result) -> Result {
    let start = ContinuousClock.now
    defer { total += start.duration(to: .now) }
    return body()
  }

  /// Tokens per second since the last call.
  mutating func lap(tokens: Int) -> Double {
    defer { lapStart = total }
    let seconds = (total - lapStart) / .seconds(1)
    return seconds > 0 ? Double(tokens) / seconds : 0
  }
}
