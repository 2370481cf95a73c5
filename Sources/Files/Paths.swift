// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Splits a path into its directory and its last component; the directory of a bare name is `.`.
package func splitPath(_ path: String) -> (directory: String, name: String) {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
  let directory = String(path[..<slash])
  let name = String(path[path.utf8.index(after: slash)...])
  return (directory.isEmpty ? "/" : directory, name)
}

package func isDirectory(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path.systemPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

package func fileExists(_ path: String) -> Bool {
  unsafe access(path.systemPath, F_OK) == 0
}

/// Returns true if two paths lead to the same regular file, or are equal if one of them leads
/// nowhere.
package func isSameFile(_ path: String, _ other: String) -> Bool {
  var (first, second) = (stat(), stat())
  guard unsafe stat(path.systemPath, &first) == 0, unsafe stat(other.systemPath, &second) == 0
  else {
    return path == other
  }
  return first.st_mode & S_IFMT == S_IFREG
    && (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino)
}

/// Resolves symbolic links at the end of `path`, even to a file that does not exist yet.
func followLinks(_ path: String) throws(FileError) -> String {
  /// The limit of Linux.
  let mostLinks = 40
  var path = path
  for _ in 0..<mostLinks {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path.systemPath, &buffer, buffer.count)
    guard count >= 0 else { return path }
    let link = String(systemBytes: buffer[..<count].map(UInt8.init(bitPattern:)))
    path = link.hasPrefix("/") ? link : splitPath(path).directory + "/" + link
  }
  throw FileError(.create, path: path, code: ELOOP)
}

/// The directory for temporary files: `TMPDIR` or `/var/tmp`. `/tmp` may be in memory.
package var temporaryDirectory: String {
  unsafe getenv("TMPDIR").map { unsafe String(systemCString: $0) } ?? "/var/tmp"
}

/// Returns `path` if it is a directory, or else the nearest existing directory above it.
package func existingDirectory(above path: String) -> String {
  var path = path
  while !isDirectory(path) {
    let parent = splitPath(path).directory
    if parent == path { return "." }
    path = parent
  }
  return path
}

/// Creates a directory and its missing parents. Each parent is synced, so that the new name
/// survives a power failure; otherwise files inside the directory could be lost even if they are
/// synced.
package func createDirectory(_ path: String) throws(FileError) {
  if path.isEmpty { throw FileError(.create, path: path, code: ENOENT) }
  if isDirectory(path) { return }
  let (parent, name) = splitPath(path)
  if name.isEmpty { return try createDirectory(parent) }
  try createDirectory(parent)
  guard unsafe mkdir(path.systemPath, 0o755) != 0 else { return try syncDirectory(parent) }
  // `isDirectory` may overwrite `errno`.
  let code = errno
  guard isDirectory(path) else { throw FileError(.create, path: path, code: code) }
}

/// Renames a file within a file system, replacing an existing file, and syncs the new directory.
package func moveFile(from path: String, to place: String) throws(FileError) {
  guard unsafe rename(path.systemPath, place.systemPath) == 0 else {
    throw FileError(.rename, path: place, code: errno)
  }
  try syncDirectory(splitPath(place).directory)
}

/// Removes an empty directory; returns false if it is not empty or does not exist.
@discardableResult
package func removeEmptyDirectory(_ path: String) -> Bool { unsafe rmdir(path.systemPath) == 0 }

package func removeFile(_ path: String) throws(FileError) {
  guard unsafe unlink(path.systemPath) == 0 || errno == ENOENT else {
    throw FileError(.remove, path: path, code: errno)
  }
}

/// Syncs a directory, so that new, changed and removed names in it survive a power failure.
package func syncDirectory(_ path: String) throws(FileError) {
  let descriptor = unsafe open(path.systemPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  // A directory may be writable but not readable; then it cannot be synced.
  if descriptor < 0 && errno == EACCES { return }
  guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
  defer { close(descriptor) }
  // Some file systems cannot sync directories and fail with EINVAL; the file itself is safe.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw FileError(.write, path: path, code: errno)
  }
}

/// Returns what follows the last dot in the name of a file, in lower case; empty without a dot.
package func fileExtension(of path: String) -> String {
  let name = splitPath(path).name
  guard let dot = name.lastIndex(of: ".") else { return "" }
  return name[name.index(after: dot)...].lowercased()
}
