// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An advisory lock on a file, held by one process until the object or the process ends.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or returns nil where another process holds it. Creates the file where missing.
  package init?(path: String) throws(FileError) {
    // Set only where the lock is held: `deinit`, which closes it, runs behind a failure too.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else {
      self.descriptor = descriptor
      return
    }
    let code = errno
    close(descriptor)
    guard code == EWOULDBLOCK else { throw FileError(.lock, path: path, code: code) }
    return nil
  }

  deinit { close(descriptor) }
}
