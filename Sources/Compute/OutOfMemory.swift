// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The response to a failed allocation. A computation cannot be undone halfway, so the process
/// ends.
package enum OutOfMemory {
  private static let handler = Mutex<@Sendable (Int) -> Never>({ bytes in
    fatalError("out of memory: \(bytes) bytes")
  })

  /// Sets the handler that ends the process, for example with a message. It receives the number of
  /// bytes requested.
  package static func handle(with handler: @escaping @Sendable (Int) -> Never) {
    Self.handler.withLock { $0 = handler }
  }

  static func end(_ bytes: Int) -> Never {
    let end = handler.withLock { $0 }
    end(bytes)
  }
}
