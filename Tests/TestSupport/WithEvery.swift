// SPDX-License-Identifier: Apache-2.0

private enum Combination {
  @TaskLocal static var labels: [String] = []
}

/// Runs `body` with every value; what fails inside says with which.
public func withEvery<Value>(
  _ label: String, in values: some Sequence<Value>, _ body: (Value) throws -> Void
) rethrows {
  for value in values {
    try Combination.$labels.withValue(Combination.labels + ["\(label) \(value)"]) {
      try body(value)
    }
  }
}

/// `what` with the values of the enclosing `withEvery`.
public func labelled(_ what: String = "") -> String {
  Combination.labels.isEmpty ? what : what + "{" + Combination.labels.joined(separator: ", ") + "}"
}
