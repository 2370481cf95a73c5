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

  /// /dev/full stands for a full disk, in the place of the partial file.
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

  /// Text and bytes in turn, through the buffer and past it, keep their order.
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

  @Test func namesThePathOfAFailure() {
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
