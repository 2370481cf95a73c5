// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The signal that asked this process to end, or 0.
private let received = Atomic<Int32>(0)

/// Ctrl-C and SIGTERM, once `install()` was called: the first is remembered for the work to end in
/// good order, the second ends the process at once.
enum Interruption {
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  static func install() {
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      _ = Glibc.signal(number) { number in
        let earlier = received.exchange(number, ordering: .relaxed)
        if earlier != 0 { _exit(128 + number) }
      }
    }
  }
}
