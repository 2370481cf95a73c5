// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Appends a line to a file, which is created if it is missing.
///
/// - Throws: `FileError`.
package func appendLine(_ line: String, to path: String) throws(FileError) {
  let descriptor = unsafe open(path.systemPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
  defer { close(descriptor) }
  var line = line + "\n"
  let count = line.withUTF8 { unsafe write(descriptor, $0.baseAddress, $0.count) }
  guard count >= 0 else { throw FileError(.write, path: path, code: errno) }
  // A short write means that the disk is full.
  guard count == line.utf8.count else { throw FileError(.write, path: path, code: ENOSPC) }
}
