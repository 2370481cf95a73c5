// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

@Suite struct MappedFileTests {
  @Test(arguments: [0, 1, 4095, 4096, 4097, 200_000])
  func holdsTheBytesOfTheFile(count: Int) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("bytes")
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var file = try AtomicFile(path: path)
    try file.write(bytes.span.bytes)
    try file.commit()
    let mapped = try MappedFile(path: path)
    #expect(mapped.count == count && mapped.path == path)
    #expect(mapped.withBytes { Array($0) } == bytes)
  }

  /// A mapping outlives the name: replacing a checkpoint does not affect a reader.
  @Test func survivesTheReplacementOfItsFile() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("file")
    func write(_ text: String) throws {
      var file = try AtomicFile(path: path)
      try file.write(text)
      try file.commit()
    }
    try write("old")
    let mapped = try MappedFile(path: path)
    try write("newer")
    #expect(mapped.withBytes { String(decoding: $0, as: UTF8.self) } == "old")
    try removeFile(path)
    #expect(mapped.withBytes { String(decoding: $0, as: UTF8.self) } == "old")
  }

  @Test func whatIsNoRegularFileIsRefused() throws {
    let directory = TemporaryDirectory()
    #expect(throws: FileError(.open, path: directory.path("none"), code: ENOENT)) {
      _ = try MappedFile(path: directory.path("none"))
    }
    #expect(throws: FileError(.open, path: directory.path, code: EISDIR)) {
      _ = try MappedFile(path: directory.path)
    }
    #expect(throws: FileError(.open, path: "/dev/null", code: EINVAL)) {
      _ = try MappedFile(path: "/dev/null")
    }
    // Nothing writes to the pipe: waiting for data would never end.
    let pipe = directory.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: FileError(.open, path: pipe, code: EINVAL)) {
      _ = try MappedFile(path: pipe)
    }
  }
}
