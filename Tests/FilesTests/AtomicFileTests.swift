// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test func appearsOnlyWhenCommitted() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    do {
      var file = try AtomicFile(path: path)
      try file.write("one\n")
      #expect(!fileExists(path))
      try file.write("two\n")
      try file.commit()
    }
    let read = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(read == "one\ntwo\n")
  }

  @Test func leavesNothingWhenAbandoned() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    do {
      var file = try AtomicFile(path: path)
      try file.write("half")
    }
    #expect(!fileExists(path))
    #expect(!fileExists(directory.path(".table.txt.partial")))
  }

  @Test func aRefusalKeepsNoDescriptor() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    let partial = directory.path(".table.txt.partial")
    let first = try AtomicFile(path: path)
    #expect(throws: FileError(.create, path: path, code: EWOULDBLOCK)) {
      _ = try AtomicFile(path: path)
    }
    #expect(try openDescriptors(of: partial) == 1)
    _ = consume first
  }

  @Test func keepsTheOldFileUntilCommit() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    for (text, commits) in [("old", true), ("new", false)] {
      var file = try AtomicFile(path: path)
      try file.write(text)
      if commits { try file.commit() }
    }
    let read = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(read == "old")
  }

  /// /dev/full in place of the partial file simulates a full disk.
  @Test(arguments: [10, 1 << 20]) func aFullDiskKeepsTheOldFile(count: Int) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    var old = try AtomicFile(path: path)
    try old.write("old")
    try old.commit()
    let partial = directory.path(".table.txt.partial")
    try #require(symlink("/dev/full", partial) == 0)
    #expect(throws: FileError(.write, path: path, code: ENOSPC)) {
      var file = try AtomicFile(path: path)
      try file.write(String(repeating: "x", count: count))
      try file.commit()
    }
    let read = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(read == "old")
    #expect(!fileExists(partial))
    #expect(fileExists("/dev/full"))
  }

  @Test func replacesWhatAKilledProcessLeft() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    let partial = directory.path(".table.txt.partial")
    let left = open(partial, O_CREAT | O_WRONLY, 0o644)
    try #require(Glibc.write(left, "much longer than what comes", 27) == 27)
    close(left)
    var file = try AtomicFile(path: path)
    try file.write("new")
    try file.commit()
    let read = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(read == "new")
    #expect(!fileExists(partial))
  }

  /// A second writer gets an error, and the output of the first is complete.
  @Test func oneProcessWritesAtATime() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("table.txt")
    for text in ["first", "second"] {
      var file = try AtomicFile(path: path)
      try file.write(text)
      #expect(throws: FileError(.create, path: path, code: EWOULDBLOCK)) {
        _ = try AtomicFile(path: path)
      }
      try file.commit()
      let read = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
      #expect(read == text)
    }
  }

  /// Text and bytes, buffered and unbuffered, keep their order.
  @Test func writesKeepTheirOrder() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("mixed")
    var file = try AtomicFile(path: path)
    var expected: [UInt8] = []
    for (index, count) in [3, 70_000, 0, 65_536, 1, 200_000, 5].enumerated() {
      let bytes = [UInt8](repeating: UInt8(97 + index), count: count)
      expected += bytes
      if index.isMultiple(of: 2) {
        try file.write(String(decoding: bytes, as: UTF8.self))
      } else {
        try file.write(bytes.span.bytes)
      }
    }
    try file.commit()
    #expect(try MappedFile(path: path).withBytes { Array($0) } == expected)
  }

  @Test func aSymbolicLinkStaysAndItsTargetIsWritten() throws {
    let directory = TemporaryDirectory()
    mkdir(directory.path("data"), 0o755)
    try #require(symlink("data/table.txt", directory.path("link")) == 0)
    try #require(symlink(directory.path("link"), directory.path("chain")) == 0)
    for text in ["new", "newer"] {
      var file = try AtomicFile(path: directory.path("chain"))
      try file.write(text)
      #expect(fileExists(directory.path("data/.table.txt.partial")))
      try file.commit()
      let read = try MappedFile(path: directory.path("data/table.txt")).withBytes {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(read == text)
      for name in ["link", "chain"] { #expect(kind(of: directory.path(name)) == S_IFLNK) }
    }
    let circle = directory.path("circle")
    try #require(symlink("circle", circle) == 0)
    #expect(throws: FileError.self) { _ = try AtomicFile(path: circle) }
  }

  @Test func whatIsNoRegularFileIsNotReplaced() throws {
    let directory = TemporaryDirectory()
    let (pipe, link) = (directory.path("pipe"), directory.path("link"))
    try #require(mkfifo(pipe, 0o600) == 0)
    try #require(symlink(pipe, link) == 0)
    for path in [pipe, link, "/dev/null"] {
      #expect(throws: FileError(.replace, path: path, code: EINVAL)) {
        _ = try AtomicFile(path: path)
      }
    }
    #expect(kind(of: pipe) == S_IFIFO)
    #expect(kind(of: "/dev/null") == S_IFCHR)
    #expect(!fileExists(directory.path(".pipe.partial")))
  }

  private func kind(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  @Test func namesThePathOfAFailure() {
    #expect(throws: FileError(.create, path: "", code: ENOENT)) { _ = try AtomicFile(path: "") }
    #expect(throws: FileError(.create, path: "/proc/none/x", code: ENOENT)) {
      _ = try AtomicFile(path: "/proc/none/x")
    }
    #expect(throws: FileError(.create, path: "/tmp", code: EISDIR)) {
      _ = try AtomicFile(path: "/tmp")
    }
    #expect(throws: FileError(.open, path: "/tmp", code: EISDIR)) {
      _ = try MappedFile(path: "/tmp")
    }
  }
}
