// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file without a name, written from its start to its end and then mapped: whatever moment the
/// process dies at, nothing of it is left.
package final class ScratchFile {
  /// What stands for the file in errors.
  package let path: String
  private let descriptor: Int32

  /// Creates the file in the first of the directories that takes one.
  ///
  /// - Throws: What the first directory refused with.
  package init(name: String, in directories: [String]) throws(FileError) {
    var refusal: FileError?
    for directory in directories {
      let path = directory + "/." + name
      let descriptor = Self.openNameless(directory, path)
      if descriptor >= 0 {
        self.path = path
        self.descriptor = descriptor
        return
      }
      refusal = refusal ?? FileError(.create, path: path, code: errno)
    }
    guard let refusal else { preconditionFailure("no directory for a scratch file") }
    throw refusal
  }

  deinit { close(descriptor) }

  package func append(_ bytes: RawSpan) throws(FileError) {
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// The bytes written so far.
  package func mapped() throws(FileError) -> MappedFile {
    try MappedFile(descriptor: descriptor, path: path)
  }

  /// The bit of Linux's `O_TMPFILE`, which Swift does not import.
  private static let temporary: Int32 = 0o20_000_000

  /// Some file systems know only files with a name: there it is taken away at once.
  private static func openNameless(_ directory: String, _ path: String) -> Int32 {
    let descriptor = unsafe open(
      directory, O_DIRECTORY | Self.temporary | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 || errno == EACCES || errno == EROFS { return descriptor }
    var template = Array((path + "-XXXXXX").utf8CString)
    let named = unsafe mkstemp(&template)
    if named >= 0 { unsafe unlink(template) }
    return named
  }
}
