// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that appears whole or not at all: written beside its place as `.NAME.partial`, synced, and
/// renamed by `commit()`. Without `commit()` the partial file is removed. One process writes it at a
/// time.
///
/// Only a regular file is ever replaced: a device or a pipe would be gone for everybody. Where the
/// path is a symbolic link, the link stays and its target is written.
package struct AtomicFile: ~Copyable {
  package let path: String
  /// `path` with the symbolic links at its end followed.
  private let target: String
  private let partialPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isCommitted = false

  private static let bufferSize = 1 << 16

  /// Creates the partial file, replacing one that a killed process left behind.
  ///
  /// - Throws: `FileError` with the code `EWOULDBLOCK` where somebody else is writing the file.
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
    // The lock ends with the descriptor: after that, the name may be another one's.
    if !isCommitted { unsafe unlink(partialPath) }
    close(descriptor)
  }

  /// The file at `path`, locked and empty; nil with `errno` set where that cannot be.
  private static func openEmpty(_ path: String) -> Int32? {
    while true {
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { return nil }
      var (opened, named) = (stat(), stat())
      unsafe fstat(descriptor, &opened)
      // A device in the place of the file takes several writers, and cannot be made empty.
      guard opened.st_mode & S_IFMT == S_IFREG else { return descriptor }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
        close(descriptor)
        errno = EWOULDBLOCK
        return nil
      }
      // Until it was locked, another process may have moved it into its place.
      guard unsafe stat(path, &named) == 0, named.st_ino == opened.st_ino else {
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

  package mutating func write(_ bytes: RawSpan) throws(FileError) {
    try flush()
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// Syncs the bytes to the disk and moves the file into its place.
  package mutating func commit() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw FileError(.write, path: path, code: errno) }
    guard unsafe rename(partialPath, target) == 0 else {
      throw FileError(.rename, path: path, code: errno)
    }
    isCommitted = true
    try syncDirectory(splitPath(target).directory)
  }

  private static func checkReplaceable(_ path: String) throws(FileError) {
    // What is empty names nothing, not the directory that splitting it gives.
    if path.isEmpty { throw FileError(.create, path: path, code: ENOENT) }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
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

/// Writes all bytes at the place where the descriptor stands; `path` stands for it in errors.
func writeAll(_ bytes: RawSpan, to descriptor: Int32, path: String) throws(FileError) {
  var rest = bytes
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw FileError(.write, path: path, code: errno) }
    rest = rest.extracting(droppingFirst: count)
  }
}
