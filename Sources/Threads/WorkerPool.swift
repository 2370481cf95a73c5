// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A pool of threads that run one job together. Worker 0 is the calling thread; the others wait for
/// jobs.
package final class WorkerPool: Sendable {
  package let count: Int
  /// Workers 1, 2, …
  private let helpers: [Helper]

  /// Creates a pool of `count` workers, including the calling thread.
  package init(count: Int) throws(ThreadError) {
    precondition(count >= 1)
    var helpers: [Helper] = []
    for worker in 1..<count {
      guard let helper = Helper(worker) else { throw ThreadError(wanted: count, started: worker) }
      helpers.append(helper)
    }
    self.count = count
    self.helpers = helpers
  }

  /// Runs `job(worker)` on every worker and returns when all have finished.
  package func run(_ job: @escaping @Sendable (Int) -> Void) {
    for helper in helpers { helper.start(job) }
    job(0)
    for helper in helpers { helper.finish() }
  }

  /// Runs `task(worker, index)` once for each index below `count`. Each worker takes the next index
  /// as soon as it has finished one. Workers that are still asleep when none is left are not
  /// awaited.
  package func forEach(below count: Int, _ task: @escaping @Sendable (Int, Int) -> Void) {
    let next = Atomic(0)
    let job: @Sendable (Int) -> Void = { worker in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        task(worker, index)
      }
    }
    let helpers = helpers.prefix(max(0, count - 1))
    for helper in helpers { helper.start(job) }
    job(0)
    for helper in helpers where !helper.withdraw() { helper.finish() }
  }

  /// Returns the results of `task(worker, index)` for each index below `count`, run as by
  /// `forEach`.
  package func map<Result: Sendable>(
    below count: Int, _ task: @escaping @Sendable (Int, Int) -> Result
  ) -> [Result] {
    let results = Results<Result>(count: count)
    forEach(below: count) { worker, index in results.set(task(worker, index), at: index) }
    return results.all
  }

  // Sendable: every field is accessed with the lock held.
  private final class Results<Element: Sendable>: @unchecked Sendable {
    private var elements: [Element?]
    private let lock = Monitor()

    init(count: Int) { elements = Array(repeating: nil, count: count) }

    func set(_ element: Element, at index: Int) { lock.withLock { elements[index] = element } }

    var all: [Element] { lock.withLock { elements.compactMap { $0 } } }
  }
}
