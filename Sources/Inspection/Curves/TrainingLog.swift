// SPDX-License-Identifier: Apache-2.0

/// The numbers that a training run logged, in order.
package struct TrainingLog: Sendable {
  package enum Kind: String, Sendable {
    /// Training since the entry before.
    case training
    /// Scores on the dev set after an epoch.
    case validation
    /// Scores on the dev set of averaged weights.
    case average
    /// The gradients with respect to earlier states after an epoch.
    case gradients
  }

  package struct Entry: Sendable {
    package let kind: Kind
    package let step: Int
    /// The epoch, from 1.
    package let epoch: Int
    /// The time spent in training steps since the start of the run.
    package fileprivate(set) var seconds: Double
    /// The numbers by name, such as `loss` and `learning_rate`.
    package let values: [String: Double]

    package init(
      kind: Kind, step: Int, epoch: Int, seconds: Double, values: [String: Double]
    ) {
      (self.kind, self.step, self.epoch) = (kind, step, epoch)
      (self.seconds, self.values) = (seconds, values)
    }

    /// The names of the numbers, in the order of files.
    var names: [String] { values.keys.sorted() }
  }

  /// The name of the run.
  package let name: String
  package let entries: [Entry]
  /// The number of steps in the longest epoch, as far as the entries show it.
  private let stepsPerEpoch: Double

  /// Creates a log from entries whose seconds count from the start of the process: after the run was
  /// resumed, from there on.
  package init(name: String, _ entries: [Entry]) {
    self.name = name
    var (start, last) = (0.0, 0.0)
    self.entries = entries.map { entry in
      if entry.seconds < last { start += last }
      last = entry.seconds
      var entry = entry
      entry.seconds += start
      return entry
    }
    stepsPerEpoch = entries.map { Double($0.step) / Double(max(1, $0.epoch)) }.max() ?? 1
  }

  /// Returns the number of epochs at an entry, with the part of an epoch that has not ended.
  func epochs(at entry: Entry) -> Double {
    guard entry.kind == .training else { return Double(entry.epoch) }
    let epochs = Double(entry.step) / max(1, stepsPerEpoch)
    return min(Double(entry.epoch), max(Double(entry.epoch - 1), epochs))
  }
}
