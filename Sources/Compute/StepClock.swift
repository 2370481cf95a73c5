// SPDX-License-Identifier: Apache-2.0

/// What a worker does in a step of training.
package enum StepPart: Int, Sendable, CaseIterable {
  /// Lookup and its gradient, with the dropout of embeddings.
  case embedding
  case encoderForward, decoderForward
  /// The output layer forward and backward, with softmax and loss.
  case outputAndLoss
  /// The way back through the LSTM layers, without the gradients of their weights.
  case decoderBackward, encoderBackward
  /// The gradients of the LSTM layers' weights, and the sums over all workers.
  case weightGradients
  case optimizer, packing
  /// For the other workers, or for the next step.
  case waiting
}

/// Adds up where one worker's time goes. Every moment belongs to one part, so that the parts add up
/// to the whole.
package final class StepClock {
  private var part = StepPart.waiting
  private var since = ContinuousClock.now
  private var spent = [Duration](repeating: .zero, count: StepPart.allCases.count)

  package init() {}

  /// The time goes to `part` from now on; returns the part that it went to.
  fileprivate func enter(_ next: StepPart) -> StepPart {
    let (now, previous) = (ContinuousClock.now, part)
    spent[previous.rawValue] += since.duration(to: now)
    (part, since) = (next, now)
    return previous
  }

  /// The seconds of each part since the last call.
  package func take() -> [StepPart: Double] {
    _ = enter(part)
    defer { spent = spent.map { _ in .zero } }
    return Dictionary(
      uniqueKeysWithValues: StepPart.allCases.map { ($0, spent[$0.rawValue] / .seconds(1)) })
  }
}

extension Workspace {
  /// Runs `body`; its time goes to `part`, where there is a clock.
  package func time<Result>(_ part: StepPart, _ body: () -> Result) -> Result {
    guard let clock else { return body() }
    let outer = clock.enter(part)
    defer { _ = clock.enter(outer) }
    return body()
  }
}
