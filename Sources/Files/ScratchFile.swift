// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A nameless file that is written sequentially and then mapped. Nothing of it is left if the
/// process dies.
package final class ScratchFile {
  /// The path of the file in errors.
  package let path: String
  private let descriptor: Int32

  /// Creates the file in the first of the directories that allows it.
  ///
  /// - Throws: The error of the first directory, if all directories fail.
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

  /// Maps the bytes written so far.
  package func mapped() throws(FileError) -> MappedFile {
    try MappedFile(descriptor: descriptor, path: path)
  }

  /// The bit of Linux's `O_TMPFILE`, which Swift does not import.
  private static let temporary: Int32 = 0o20_000_000

  /// Opens a nameless file. On file systems that need a name, the name is removed at once.
  private static func openNameless(_ directory: String, _ path: String) -> Int32 {
    let descriptor = unsafe open(
      directory.systemPath, O_DIRECTORY | Self.temporary | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 || errno == EACCES || errno == EROFS { return descriptor }
    var template = (path + "-XXXXXX").systemPath
    let named = unsafe mkstemp(&template)
    if named >= 0 { unsafe unlink(template) }
    return named
  }
}
