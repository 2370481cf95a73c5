// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An advisory lock on a file, held by one process until the object or the process ends.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock; returns nil if another process holds it. Creates the file if it is missing.
  package init?(path: String) throws(FileError) {
    // Set the property only once the lock is held: from then on, `deinit` closes the descriptor.
    let descriptor = unsafe open(path.systemPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
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

  deinit {
    // A child process that has not yet replaced its program has the descriptor, too, which would keep
    // the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
