// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A regular file mapped read-only into memory.
@safe package final class MappedFile: Sendable {
  package let path: String
  package let count: Int
  // Safe to share: set once in `init`, only read afterwards, unmapped in `deinit`.
  private nonisolated(unsafe) let base: UnsafeRawPointer?

  /// Maps the file at `path`.
  ///
  /// - Throws: `FileError` if the file cannot be opened; with `EISDIR` or `EINVAL` if it is not a
  ///   regular file.
  package convenience init(path: String) throws(FileError) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer. Pipes are rejected below.
    let descriptor = unsafe Glibc.open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, path: path)
  }

  /// Maps the open file `descriptor`, which the caller closes. Errors name `path`.
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

  /// Calls `body` with the bytes of the file, which are valid only inside it.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Tells the system that the file will be read in random order.
  package func expectRandomAccess() { advise(MADV_RANDOM, 0..<count) }

  /// Releases the memory of the pages read; the next access reads them again.
  package func releasePages() { releasePages(of: 0..<count) }

  /// As above, for the pages that are completely in `range`.
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
