// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The folder and the last component of a path; the folder of a bare name is `.`.
package func splitPath(_ path: String) -> (directory: String, name: String) {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
  let directory = String(path[..<slash])
  let name = String(path[path.utf8.index(after: slash)...])
  return (directory.isEmpty ? "/" : directory, name)
}

package func isDirectory(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

package func fileExists(_ path: String) -> Bool {
  unsafe access(path, F_OK) == 0
}

/// Whether two paths lead, or would lead, to one regular file.
package func isSameFile(_ path: String, _ other: String) -> Bool {
  var (first, second) = (stat(), stat())
  guard unsafe stat(path, &first) == 0, unsafe stat(other, &second) == 0 else {
    return path == other
  }
  return first.st_mode & S_IFMT == S_IFREG
    && (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino)
}

/// The path that writing to `path` ends up at: symbolic links at its end are followed, even to what
/// does not exist yet.
func followLinks(_ path: String) throws(FileError) -> String {
  /// As many as Linux follows.
  let mostLinks = 40
  var path = path
  for _ in 0..<mostLinks {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return path }
    let link = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = link.hasPrefix("/") ? link : splitPath(path).directory + "/" + link
  }
  throw FileError(.create, path: path, code: ELOOP)
}

/// Where files go that nobody is to see: `TMPDIR`, or a directory that is not in memory, as `/tmp` may
/// be.
package var temporaryDirectory: String {
  guard let name = unsafe getenv("TMPDIR") else { return "/var/tmp" }
  return unsafe String(cString: name)
}

/// The directory that `path` is or will be made in.
package func existingDirectory(above path: String) -> String {
  var path = path
  while !isDirectory(path) {
    let parent = splitPath(path).directory
    if parent == path { return "." }
    path = parent
  }
  return path
}

/// Creates a directory and the missing ones above it, and makes them last through a power failure: what
/// is synced inside a directory is lost with its name.
package func createDirectory(_ path: String) throws(FileError) {
  if path.isEmpty { throw FileError(.create, path: path, code: ENOENT) }
  if isDirectory(path) { return }
  let (parent, name) = splitPath(path)
  if name.isEmpty { return try createDirectory(parent) }
  try createDirectory(parent)
  guard unsafe mkdir(path, 0o755) != 0 else { return try syncDirectory(parent) }
  // Asking what is there sets another reason.
  let code = errno
  guard isDirectory(path) else { throw FileError(.create, path: path, code: code) }
}

/// Moves a file inside a file system, over one that is there.
package func moveFile(from path: String, to place: String) throws(FileError) {
  guard unsafe rename(path, place) == 0 else {
    throw FileError(.rename, path: place, code: errno)
  }
  try syncDirectory(splitPath(place).directory)
}

/// Removes an empty directory; false where it is not empty, or not there.
@discardableResult
package func removeEmptyDirectory(_ path: String) -> Bool { unsafe rmdir(path) == 0 }

package func removeFile(_ path: String) throws(FileError) {
  guard unsafe unlink(path) == 0 || errno == ENOENT else {
    throw FileError(.remove, path: path, code: errno)
  }
}

/// Makes the names inside a directory, new, changed or gone, last through a power failure.
package func syncDirectory(_ path: String) throws(FileError) {
  let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  // Who may write to a directory may not always read it, and cannot sync it then.
  if descriptor < 0 && errno == EACCES { return }
  guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
  defer { close(descriptor) }
  // Some file systems cannot sync a directory and say so with EINVAL; the file itself is safe.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw FileError(.write, path: path, code: errno)
  }
}
