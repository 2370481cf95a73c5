// SPDX-License-Identifier: Apache-2.0

/// A value for each worker of a pool.
// Sendable: while a job runs, only one worker uses an element.
package struct PerWorker<Value>: @unchecked Sendable {
  private let values: [Value]

  package init(_ values: [Value]) { self.values = values }

  package init(count: Int, _ make: () -> Value) { values = (0..<count).map { _ in make() } }

  package subscript(worker: Int) -> Value { values[worker] }
}
