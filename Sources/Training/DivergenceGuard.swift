// SPDX-License-Identifier: Apache-2.0

/// Watches the loss for the end of learning: a number that is not finite, or a loss that has gone up
/// and does not come down.
///
/// A step is alarming where its loss is above twice the running mean, and one nat more; the mean, of about
/// the last 50 steps, does not take it in. Ten alarming steps in a row are an explosion, and one that is
/// ten times as high: single bad batches are not.
package struct DivergenceGuard: Codable, Sendable, Equatable {
  private var meanLoss: Double?
  private var alarmingSteps = 0

  private static let fading = 0.98
  private static let mostAlarmingSteps = 10

  package init() {}

  /// Whether the latest step was alarming: the state behind it is not known to be a good one.
  package var isAlarmed: Bool { alarmingSteps > 0 }

  /// Takes in the loss of a step, in nats; says whether training has exploded.
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
