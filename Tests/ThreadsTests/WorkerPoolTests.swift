// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Threads

@Suite struct WorkerPoolTests {
  /// A value for each worker, without a lock: the pool's own synchronization must be enough, which
  /// the thread sanitizer checks.
  private final class Places<Value: BitwiseCopyable>: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Value>
    init(workers: Int, _ value: Value) {
      places = .allocate(capacity: workers)
      places.initialize(repeating: value)
    }
    deinit { places.deallocate() }
    subscript(worker: Int) -> Value {
      get { places[worker] }
      set { places[worker] = newValue }
    }
    var all: [Value] { Array(places) }
  }

  @Test(arguments: [1, 2, 5]) func everyWorkerRunsEveryJobOnce(_ workers: Int) throws {
    let pool = try WorkerPool(count: workers)
    let runs = Places(workers: workers, 0)
    for round in 1...2000 {
      pool.run { worker in runs[worker] += 1 }
      #expect(runs.all == [Int](repeating: round, count: workers))
    }
  }

  @Test func workersAreThePoolsThreadsAndTheCaller() throws {
    let pool = try WorkerPool(count: 3)
    let rounds = (0..<2).map { _ in
      let threads = Places(workers: 3, pthread_t())
      pool.run { worker in threads[worker] = pthread_self() }
      return threads.all
    }
    #expect(rounds[0] == rounds[1])
    #expect(Set(rounds[0]).count == 3)
    #expect(rounds[0][0] == pthread_self())
  }

  @Test(arguments: [1, 3]) func resultsAreInTheOrderOfTheTasks(_ workers: Int) throws {
    let pool = try WorkerPool(count: workers)
    #expect(pool.map(below: 500) { _, index in index * index } == (0..<500).map { $0 * $0 })
    #expect(pool.map(below: 0) { _, index in index }.isEmpty)
  }

  @Test(arguments: [1, 2, 5]) func everyTaskIsRunOnce(_ workers: Int) throws {
    let pool = try WorkerPool(count: workers)
    for round in 0..<2000 {
      let count = round % 4
      let runs = Places(workers: 4, 0)
      pool.forEach(below: count) { _, index in runs[index] += 1 }
      #expect(runs.all == (0..<4).map { $0 < count ? 1 : 0 })
    }
  }

  @Test func jobsOfBothKindsFollowOneAnother() throws {
    let pool = try WorkerPool(count: 3)
    for _ in 0..<2000 {
      let runs = Places(workers: 3, 0)
      pool.forEach(below: 2) { _, index in runs[index] += 1 }
      pool.run { worker in runs[worker] += 1 }
      #expect(runs.all == [2, 2, 1])
    }
  }

  @Test func aSingleTaskRunsOnTheCallingThread() throws {
    let pool = try WorkerPool(count: 3)
    let threads = pool.map(below: 1) { _, _ in pthread_self() }
    #expect(threads == [pthread_self()])
  }

  @Test func threadsEndWithTheirPool() throws {
    final class Sentinel: Sendable {}
    weak var job: Sentinel?
    // Threads that do not end would accumulate.
    for _ in 0..<300 {
      let sentinel = Sentinel()
      job = sentinel
      let pool = try WorkerPool(count: 4)
      pool.run { _ in withExtendedLifetime(sentinel) {} }
    }
    #expect(job == nil, "nobody keeps the last job")
    #expect(threadCount() < 300)
  }

  @Test func aPoolRunsOneJobAtATime() async {
    await #expect(processExitsWith: .failure) {
      let pool = try WorkerPool(count: 2)
      pool.run { worker in
        if worker == 0 { pool.run { _ in } }
      }
    }
  }

  /// Returns the number of threads in this process, from the kernel.
  private func threadCount() -> Int {
    guard let directory = opendir("/proc/self/task") else { return .max }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }
}
