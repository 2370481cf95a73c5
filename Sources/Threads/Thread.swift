// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An operating system thread.
package struct Thread: Sendable {
  private let handle: pthread_t

  /// Starts `body` on a new thread; nil if the system cannot start one.
  package init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    guard status == 0 else {
      unsafe Unmanaged<Body>.fromOpaque(context).release()
      return nil
    }
    handle = thread
  }

  /// Waits for the thread to end. Call it once.
  package func join() { pthread_join(handle, nil) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

/// The system cannot start as many threads.
public struct ThreadError: Error, Equatable, Sendable {
  public let wanted: Int
  /// The number of threads available, including the calling one.
  public let started: Int

  public init(wanted: Int, started: Int) {
    self.wanted = wanted
    self.started = started
  }
}
