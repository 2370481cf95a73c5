// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The signal that asked this process to end, or 0.
private let received = Atomic<Int32>(0)

/// Handles Ctrl-C, SIGTERM and the end of a terminal after `install()`: the first signal is recorded, so
/// that the work can end in order, and the second ends the process at once. Signals that the process
/// ignores from the start, as with `nohup`, stay ignored.
enum Interruption {
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(number, nil, &action)
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  static func install() {
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      _ = Glibc.signal(number) { number in
        let earlier = received.exchange(number, ordering: .relaxed)
        if earlier != 0 { _exit(128 + number) }
      }
    }
  }
}
