// SPDX-License-Identifier: Apache-2.0

private enum Combination {
  @TaskLocal static var labels: [String] = []
}

/// Runs `body` with every value; failures inside report the value.
public func withEvery<Value>(
  _ label: String, in values: some Sequence<Value>, _ body: (Value) throws -> Void
) rethrows {
  for value in values {
    try Combination.$labels.withValue(Combination.labels + ["\(label) \(value)"]) {
      try body(value)
    }
  }
}

/// Returns `what` with the values of the enclosing `withEvery`.
public func labelled(_ what: String = "") -> String {
  Combination.labels.isEmpty ? what : what + "{" + Combination.labels.joined(separator: ", ") + "}"
}
