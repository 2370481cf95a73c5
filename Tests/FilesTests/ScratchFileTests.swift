// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite final class ScratchFileTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [[], [0], [1, 4096, 3], [100_000, 0, 100_000]])
  func holdsWhatWasAppended(counts: [Int]) throws {
    let file = try ScratchFile(name: "words", in: [directory.path])
    var all: [UInt8] = []
    for count in counts {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try file.append(bytes.span.bytes)
      all += bytes
    }
    let mapped = try file.mapped()
    #expect(mapped.withBytes { Array($0) } == all)
    mapped.expectRandomAccess()
    mapped.releasePages()
    #expect(mapped.withBytes { Array($0) } == all)
  }

  @Test func hasNoName() throws {
    let file = try ScratchFile(name: "words", in: [directory.path])
    try file.append([1, 2, 3].span.bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    #expect(file.path == directory.path(".words"))
  }

  /// `/proc` supports neither unnamed files nor new ones.
  @Test func goesWhereItCan() throws {
    let file = try ScratchFile(name: "words", in: ["/nowhere", "/proc", directory.path])
    #expect(file.path == directory.path(".words"))
    #expect(throws: FileError(.create, path: "/nowhere/.words", code: ENOENT)) {
      _ = try ScratchFile(name: "words", in: ["/nowhere", "/proc"])
    }
  }

  @Test func theDirectoryAboveIsTheOneThatIsThere() {
    #expect(existingDirectory(above: directory.path("a/b/c")) == directory.path)
    #expect(existingDirectory(above: directory.path) == directory.path)
    #expect(existingDirectory(above: "none") == "." && existingDirectory(above: "") == ".")
    #expect(existingDirectory(above: "/none/x") == "/")
  }
}
