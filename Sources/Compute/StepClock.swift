// SPDX-License-Identifier: Apache-2.0

/// The parts of a training step, for a worker.
package enum StepPart: Int, Sendable, CaseIterable {
  /// Embedding lookup and its gradient, including dropout.
  case embedding
  case encoderForward, decoderForward
  /// The output layer, forward and backward, with softmax and loss.
  case outputAndLoss
  /// The backward pass through the recurrent layers, without the gradients of their weights.
  case decoderBackward, encoderBackward
  /// The gradients of weights, and their sums over all workers.
  case weightGradients
  case optimizer, packing
  /// Waiting for the other workers or for the next step.
  case waiting
}

/// Measures the time that a worker spends in each part. At any moment exactly one part is active,
/// so that the parts add up to the total.
package final class StepClock {
  private var part = StepPart.waiting
  private var since = ContinuousClock.now
  private var spent = [Duration](repeating: .zero, count: StepPart.allCases.count)

  package init() {}

  /// Starts `next`, and returns the part that was active before.
  fileprivate func enter(_ next: StepPart) -> StepPart {
    let (now, previous) = (ContinuousClock.now, part)
    spent[previous.rawValue] += since.duration(to: now)
    (part, since) = (next, now)
    return previous
  }

  /// Returns the seconds spent in each part since the last call.
  package func take() -> [StepPart: Double] {
    _ = enter(part)
    defer { spent = spent.map { _ in .zero } }
    return Dictionary(
      uniqueKeysWithValues: StepPart.allCases.map { ($0, spent[$0.rawValue] / .seconds(1)) })
  }
}

extension Workspace {
  /// Runs `body`. If there is a clock, attributes the time to `part`.
  package func time<Result>(_ part: StepPart, _ body: () -> Result) -> Result {
    guard let clock else { return body() }
    let outer = clock.enter(part)
    defer { _ = clock.enter(outer) }
    return body()
  }
}
