// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A pool of threads that run one job together. Worker 0 is the calling thread; the others wait for
/// jobs.
package final class WorkerPool: Sendable {
  package let count: Int
  private let shared: Shared
  private let threads: [Thread]

  /// Creates a pool of `count` workers, including the calling thread.
  package init(count: Int) throws(ThreadError) {
    precondition(count >= 1)
    let shared = Shared()
    var threads: [Thread] = []
    for worker in 1..<count {
      guard let thread = Thread({ shared.work(as: worker) }) else {
        Self.end(threads, shared)
        throw ThreadError(wanted: count, started: worker)
      }
      threads.append(thread)
    }
    self.count = count
    self.shared = shared
    self.threads = threads
  }

  deinit { Self.end(threads, shared) }

  private static func end(_ threads: [Thread], _ shared: Shared) {
    shared.stop()
    for thread in threads { thread.join() }
  }

  /// Runs `job(worker)` on every worker and returns when all have finished.
  package func run(_ job: @escaping @Sendable (Int) -> Void) {
    shared.post(job, helpers: count - 1)
    job(0)
    shared.waitForHelpers()
  }

  /// Runs `task(worker, index)` once for each index below `count`. Each worker takes the next index
  /// as soon as it has finished one.
  package func forEach(below count: Int, _ task: @escaping @Sendable (Int, Int) -> Void) {
    let next = Atomic(0)
    run { worker in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        task(worker, index)
      }
    }
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

  /// The state that the caller and the helpers share: the job of the current round, under a lock.
  // Sendable: every field is accessed with the lock held.
  private final class Shared: @unchecked Sendable {
    private var job: (@Sendable (Int) -> Void)?
    private var round = 0
    private var running = 0
    private var isStopped = false
    private let lock = Monitor()

    func post(_ newJob: @escaping @Sendable (Int) -> Void, helpers: Int) {
      lock.withLock {
        precondition(job == nil, "a pool runs one job at a time")
        job = newJob
        running = helpers
        round += 1
        lock.wakeAll()
      }
    }

    func waitForHelpers() {
      lock.withLock {
        while running > 0 { lock.wait() }
        job = nil
      }
    }

    func stop() {
      lock.withLock {
        isStopped = true
        lock.wakeAll()
      }
    }

    func work(as worker: Int) {
      var finishedRound = 0
      while true {
        let next: (@Sendable (Int) -> Void)? = lock.withLock {
          while round == finishedRound && !isStopped { lock.wait() }
          finishedRound = round
          return isStopped ? nil : job
        }
        guard let next else { return }
        next(worker)
        lock.withLock {
          running -= 1
          if running == 0 { lock.wakeAll() }
        }
      }
    }
  }
}
