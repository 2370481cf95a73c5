// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that appears whole or not at all: written beside its place as `.NAME.partial`, synced, and
/// renamed by `commit()`. Without `commit()` the partial file is removed.
package struct AtomicFile: ~Copyable {
  package let path: String
  private let partialPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isCommitted = false

  private static let bufferSize = 1 << 16

  /// Creates the partial file, replacing one that a killed process left behind.
  package init(path: String) throws(FileError) {
    let (directory, name) = splitPath(path)
    let partialPath = "\(directory)/.\(name).partial"
    if isDirectory(path) { throw FileError(.create, path: path, code: EISDIR) }
    let descriptor = unsafe open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
    self.path = path
    self.partialPath = partialPath
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit {
    close(descriptor)
    if !isCommitted { unsafe unlink(partialPath) }
  }

  package mutating func write(_ text: String) throws(FileError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package mutating func write(_ bytes: RawSpan) throws(FileError) {
    try flush()
    try writeAll(bytes)
  }

  /// Syncs the bytes to the disk and moves the file into its place.
  package mutating func commit() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw FileError(.write, path: path, code: errno) }
    guard unsafe rename(partialPath, path) == 0 else {
      throw FileError(.rename, path: path, code: errno)
    }
    isCommitted = true
    try syncDirectory(splitPath(path).directory)
  }

  private mutating func flush() throws(FileError) {
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    try unsafe writeAll(pending.span.bytes)
  }

  private func writeAll(_ bytes: RawSpan) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(.write, path: path, code: errno) }
      rest = rest.extracting(droppingFirst: count)
    }
  }
}
