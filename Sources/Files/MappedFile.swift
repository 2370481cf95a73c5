// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A regular file mapped read-only into memory.
@safe package final class MappedFile: Sendable {
  package let path: String
  package let count: Int
  // Written once in `init`, unmapped in `deinit`, read-only between: safe to share.
  private nonisolated(unsafe) let base: UnsafeRawPointer?

  /// Maps the file at `path`.
  ///
  /// - Throws: `FileError` when it cannot be opened, or with `EISDIR` or `EINVAL` when it is no
  ///   regular file.
  package convenience init(path: String) throws(FileError) {
    // Without waiting: a pipe, which is refused below, may have no writer yet.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, path: path)
  }

  /// Maps the open file `descriptor`, which the caller closes; `path` stands for it in errors.
  init(descriptor: Int32, path: String) throws(FileError) {
    self.path = path
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileError(.open, path: path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isDirectory = status.st_mode & S_IFMT == S_IFDIR
      throw FileError(.open, path: path, code: isDirectory ? EISDIR : EINVAL)
    }
    count = Int(status.st_size)
    guard count > 0 else {
      unsafe base = nil
      return
    }
    let mapping = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
      throw FileError(.read, path: path, code: errno)
    }
    unsafe base = UnsafeRawPointer(mapping)
  }

  deinit {
    if let base = unsafe base {
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    }
  }

  /// The bytes of the file, valid inside `body` only.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Says that the file is read here and there, not from its start to its end.
  package func expectRandomAccess() { advise(MADV_RANDOM, 0..<count) }

  /// Gives the memory of what was read back to the system; it is read again where it is needed.
  package func releasePages() { releasePages(of: 0..<count) }

  /// The same for the pages that lie wholly in `range`.
  package func releasePages(of range: Range<Int>) {
    let page = Int(getpagesize())
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == count ? count : range.upperBound / page * page
    if first < end { advise(MADV_DONTNEED, first..<end) }
  }

  private func advise(_ advice: Int32, _ range: Range<Int>) {
    guard let base = unsafe base else { return }
    unsafe madvise(
      UnsafeMutableRawPointer(mutating: base + range.lowerBound), range.count, advice)
  }
}
