// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What happens where the system does not give the memory for a computation. There is nothing that the
/// middle of one could go back to: the process ends.
package enum OutOfMemory {
  private static let handler = Mutex<@Sendable (Int) -> Never>({ bytes in
    fatalError("out of memory: \(bytes) bytes")
  })

  /// Ends the process in the program's own words: `handler` gets the bytes that were asked for.
  package static func handle(with handler: @escaping @Sendable (Int) -> Never) {
    Self.handler.withLock { $0 = handler }
  }

  static func end(_ bytes: Int) -> Never {
    let end = handler.withLock { $0 }
    end(bytes)
  }
}
