// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that is written completely or not at all. Bytes go to `.NAME.partial` in the same
/// directory; `commit()` syncs that file and renames it. Without `commit()` the partial file is
/// removed. Only one process can write the file at a time.
///
/// Only a regular file is ever replaced: replacing a device or a pipe would remove it for
/// everybody. If the path is a symbolic link, the link is kept and its target is written.
package struct AtomicFile: ~Copyable {
  package let path: String
  /// `path` with symbolic links at its end resolved.
  private let target: String
  private let partialPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isCommitted = false

  private static let bufferSize = 1 << 16

  /// Creates the partial file, replacing one left behind by a killed process.
  ///
  /// - Throws: `FileError`, with the code `EWOULDBLOCK` if another process is writing the file.
  package init(path: String) throws(FileError) {
    try Self.checkReplaceable(path)
    let target = try followLinks(path)
    let (directory, name) = splitPath(target)
    let partialPath = "\(directory)/.\(name).partial"
    guard let descriptor = Self.openEmpty(partialPath) else {
      throw FileError(.create, path: path, code: errno)
    }
    self.path = path
    self.target = target
    self.partialPath = partialPath
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit {
    // Unlink before closing: once the lock is released, the file may belong to another process.
    if !isCommitted { unsafe unlink(partialPath.systemPath) }
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Opens the file at `path`, locks it and empties it; nil with `errno` set on failure.
  private static func openEmpty(_ path: String) -> Int32? {
    while true {
      let descriptor = unsafe open(path.systemPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { return nil }
      var (opened, named) = (stat(), stat())
      unsafe fstat(descriptor, &opened)
      // A device allows several writers and cannot be truncated.
      guard opened.st_mode & S_IFMT == S_IFREG else { return descriptor }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
        close(descriptor)
        errno = EWOULDBLOCK
        return nil
      }
      // Before the lock was taken, another process may have renamed the file.
      guard unsafe stat(path.systemPath, &named) == 0, named.st_ino == opened.st_ino else {
        close(descriptor)
        continue
      }
      if ftruncate(descriptor, 0) == 0 { return descriptor }
      let code = errno
      close(descriptor)
      errno = code
      return nil
    }
  }

  package mutating func write(_ text: String) throws(FileError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package mutating func write(_ bytes: [UInt8]) throws(FileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package mutating func write(_ bytes: RawSpan) throws(FileError) {
    try flush()
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// Replaces bytes that were written before, from `offset` on.
  package mutating func overwrite(_ bytes: RawSpan, at offset: Int) throws(FileError) {
    try flush()
    guard lseek(descriptor, offset, SEEK_SET) == offset else {
      throw FileError(.write, path: path, code: errno)
    }
    try writeAll(bytes, to: descriptor, path: path)
    guard lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw FileError(.write, path: path, code: errno)
    }
  }

  /// Syncs the bytes to the disk and renames the partial file to its final name.
  package mutating func commit() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw FileError(.write, path: path, code: errno) }
    guard unsafe rename(partialPath.systemPath, target.systemPath) == 0 else {
      throw FileError(.rename, path: path, code: errno)
    }
    isCommitted = true
    try syncDirectory(splitPath(target).directory)
  }

  private static func checkReplaceable(_ path: String) throws(FileError) {
    // An empty path does not name a file, although `splitPath` returns a directory for it.
    if path.isEmpty { throw FileError(.create, path: path, code: ENOENT) }
    var status = stat()
    guard unsafe stat(path.systemPath, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw FileError(.create, path: path, code: EISDIR)
    default: throw FileError(.replace, path: path, code: EINVAL)
    }
  }

  private mutating func flush() throws(FileError) {
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    try unsafe writeAll(pending.span.bytes, to: descriptor, path: path)
  }
}

/// Writes all bytes at the current position of the descriptor. Errors name `path`.
func writeAll(_ bytes: RawSpan, to descriptor: Int32, path: String) throws(FileError) {
  var rest = bytes
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw FileError(.write, path: path, code: errno) }
    rest = rest.extracting(droppingFirst: count)
  }
}

/// Writes a file atomically.
///
/// - Throws: `FileError`.
package func writeFile(_ text: String, to path: String) throws(FileError) {
  var file = try AtomicFile(path: path)
  try file.write(text)
  try file.commit()
}
