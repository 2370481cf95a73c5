// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A thread that runs one job at a time for another thread.
///
/// Both threads spin for a short time before they sleep, because waking a thread takes longer than
/// many jobs.
final class Helper: Sendable {
  private let shared = Shared()
  private let thread: Thread

  /// Starts the thread of worker number `worker`; nil if the system cannot start one.
  init?(_ worker: Int) {
    guard let thread = Thread({ [shared] in shared.work(as: worker) }) else { return nil }
    self.thread = thread
  }

  deinit {
    shared.change(to: .stopped)
    thread.join()
  }

  /// Gives the thread a job, which `finish` or `withdraw` ends.
  func start(_ job: @escaping @Sendable (Int) -> Void) { shared.post(job) }

  /// Takes back the job and returns true if the thread has not begun it.
  func withdraw() -> Bool { shared.withdraw() }

  /// Waits until the thread has finished the job.
  func finish() { shared.finish() }

  private enum State: UInt8, AtomicRepresentable { case idle, posted, running, finished, stopped }

  /// The state that both threads share.
  // Sendable: `job` belongs to the helper while the state is `running`, otherwise to the caller.
  private final class Shared: @unchecked Sendable {
    private let state = Atomic(State.idle)
    private var job: (@Sendable (Int) -> Void)?
    private let lock = Monitor()

    func post(_ newJob: @escaping @Sendable (Int) -> Void) {
      precondition(state.load(ordering: .relaxed) == .idle, "a pool runs one job at a time")
      job = newJob
      change(to: .posted)
    }

    func withdraw() -> Bool {
      guard replace(.posted, by: .idle) else { return false }
      job = nil
      return true
    }

    func finish() {
      wait { $0 == .finished }
      job = nil
      state.store(.idle, ordering: .relaxed)
    }

    func work(as worker: Int) {
      while true {
        wait { $0 == .posted || $0 == .stopped }
        if replace(.posted, by: .running) {
          job?(worker)
          change(to: .finished)
        } else if state.load(ordering: .relaxed) == .stopped {
          return
        }
      }
    }

    private func replace(_ old: State, by new: State) -> Bool {
      state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing)
        .exchanged
    }

    func change(to new: State) {
      lock.withLock {
        state.store(new, ordering: .releasing)
        lock.wakeAll()
      }
    }

    /// The time for which threads spin: longer than a caller needs between the jobs of two short
    /// lines of text.
    private static let spinningTime = Duration.microseconds(50)

    private func wait(until isOver: (State) -> Bool) {
      let end = ContinuousClock.now + Self.spinningTime
      repeat {
        if isOver(state.load(ordering: .acquiring)) { return }
      } while ContinuousClock.now < end
      lock.withLock {
        while !isOver(state.load(ordering: .acquiring)) { lock.wait() }
      }
    }
  }
}
