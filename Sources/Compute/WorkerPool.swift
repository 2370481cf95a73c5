// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Threads that live as long as the pool and run one job together: worker 0 is the caller, the
/// others wait for it. Products inside a job stay on the worker's own thread.
@safe package final class WorkerPool: Sendable {
  package let count: Int
  private let shared: Shared
  private let threads: [pthread_t]

  /// A pool of `count` workers, the calling thread among them.
  package init(count: Int) {
    precondition(count >= 1)
    self.count = count
    let shared = Shared()
    self.shared = shared
    threads = (1..<count).map { Self.start(worker: $0, shared) }
  }

  deinit {
    shared.stop()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `job(worker)` on every worker and returns when all have ended.
  package func run(_ job: @escaping @Sendable (Int) -> Void) {
    shared.post(job, helpers: count - 1)
    job(0)
    shared.waitForHelpers()
  }

  /// Runs `task(worker, index)` once for each index below `count`; a worker takes the next as soon as it
  /// has finished one.
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

  private final class Start {
    let worker: Int
    let shared: Shared
    init(worker: Int, shared: Shared) {
      self.worker = worker
      self.shared = shared
    }
  }

  private static func start(worker: Int, _ shared: Shared) -> pthread_t {
    var thread = pthread_t()
    let start = unsafe Unmanaged.passRetained(Start(worker: worker, shared: shared)).toOpaque()
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        start.shared.work(as: start.worker)
        return nil
      }, start)
    guard status == 0 else { fatalError("cannot start a thread: errno \(status)") }
    return thread
  }

  /// What caller and helpers share: the job of the current round, under a lock.
  // Sendable: every field is reached with the lock held.
  @safe private final class Shared: @unchecked Sendable {
    private var job: (@Sendable (Int) -> Void)?
    private var round = 0
    private var running = 0
    private var isStopped = false
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
      unsafe pthread_mutex_init(lock, nil)
      unsafe pthread_cond_init(changed, nil)
    }

    deinit {
      unsafe pthread_cond_destroy(changed)
      unsafe pthread_mutex_destroy(lock)
      unsafe changed.deallocate()
      unsafe lock.deallocate()
    }

    private func withLock<Result>(_ body: () -> Result) -> Result {
      unsafe pthread_mutex_lock(lock)
      defer { unsafe pthread_mutex_unlock(lock) }
      return body()
    }

    func post(_ newJob: @escaping @Sendable (Int) -> Void, helpers: Int) {
      withLock {
        precondition(job == nil, "a pool runs one job at a time")
        job = newJob
        running = helpers
        round += 1
        unsafe pthread_cond_broadcast(changed)
      }
    }

    func waitForHelpers() {
      withLock {
        while running > 0 { unsafe pthread_cond_wait(changed, lock) }
        job = nil
      }
    }

    func stop() {
      withLock {
        isStopped = true
        unsafe pthread_cond_broadcast(changed)
      }
    }

    func work(as worker: Int) {
      var finishedRound = 0
      while true {
        let next: (@Sendable (Int) -> Void)? = withLock {
          while round == finishedRound && !isStopped { unsafe pthread_cond_wait(changed, lock) }
          finishedRound = round
          return isStopped ? nil : job
        }
        guard let next else { return }
        next(worker)
        withLock {
          running -= 1
          if running == 0 { unsafe pthread_cond_broadcast(changed) }
        }
      }
    }
  }
}
