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
