// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A lock with a condition to wait on. It uses POSIX threads, which the thread sanitizer
/// understands.
@safe package final class Monitor: Sendable {
  private nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(
    capacity: 1)
  private nonisolated(unsafe) let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(
    capacity: 1)

  package init() {
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  package func withLock<Result>(_ body: () -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Releases the lock and waits until another thread calls `wakeAll`. The caller must hold the
  /// lock.
  package func wait() { unsafe pthread_cond_wait(condition, mutex) }

  package func wakeAll() { unsafe pthread_cond_broadcast(condition) }
}
