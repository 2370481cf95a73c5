// SPDX-License-Identifier: Apache-2.0

/// Detects diverging training from the loss of each step.
///
/// A step is alarming if its loss exceeds 2 · mean + 1 nats, where the mean is a running mean of
/// about the last 50 steps without the alarming ones. Training has exploded after ten alarming
/// steps in a row, or after one step whose loss exceeds ten times that limit. A single bad batch is
/// not enough.
package struct DivergenceGuard: Codable, Sendable, Equatable {
  private var meanLoss: Double?
  private var alarmingSteps = 0

  private static let fading = 0.98
  private static let mostAlarmingSteps = 10

  package init() {}

  /// True if the latest step was alarming, so that the state after it may be bad.
  package var isAlarmed: Bool { alarmingSteps > 0 }

  /// Records the loss of a step, in nats, and returns true if training has exploded.
  package mutating func isExploding(after loss: Double) -> Bool {
    let mean = meanLoss ?? loss
    let limit = 2 * mean + 1
    if loss > 10 * limit {
      alarmingSteps = Self.mostAlarmingSteps
    } else if loss > limit {
      alarmingSteps += 1
    } else {
      alarmingSteps = 0
      meanLoss = Self.fading * mean + (1 - Self.fading) * loss
    }
    return alarmingSteps >= Self.mostAlarmingSteps
  }
}
