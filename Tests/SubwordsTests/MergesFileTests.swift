// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import TestSupport
import Testing

@testable import Subwords

/// Valid and invalid files of merges.
struct MergesFileTests {
  private func read(_ bytes: some Sequence<UInt8>) throws -> BytePairMerges {
    let directory = TemporaryDirectory()
    let path = directory.path("merges.bpe")
    try Data(bytes).write(to: URL(filePath: path))
    do {
      return try BytePairMerges(contentsOf: path)
    } catch let error as BytePairMergesError {
      #expect(error.path == path)
      throw BytePairMergesError(path: "", line: error.line, kind: error.kind)
    }
  }

  private func error(in text: String) -> BytePairMergesError? {
    do { _ = try read(text.utf8) } catch { return error as? BytePairMergesError }
    return nil
  }

  @Test func windowsLineEndsAndBlankLinesAtTheEndAreRead() throws {
    let merges = try read("#version: 0.2\r\na b\r\nab c</w> \r\n\r\n\n".utf8)
    #expect(merges.count == 2)
    #expect(merges[1] == ("ab", "c</w>"))
    #expect(try read("#version: 0.2".utf8) == BytePairMerges())
  }

  @Test func filesOfAnotherFormatAreRefused() {
    #expect(
      error(in: "") == BytePairMergesError(path: "", line: 1, kind: .missingVersion(found: "")))
    #expect(
      error(in: "a b\n")
        == BytePairMergesError(path: "", line: 1, kind: .missingVersion(found: "a b")))
    #expect(
      error(in: "#version: 0.1\na b\n")
        == BytePairMergesError(path: "", line: 1, kind: .otherVersion(found: "0.1")))
  }

  @Test func badLinesAreNamed() throws {
    for (line, text) in [(2, "a\n"), (3, "a b\na b c\n"), (3, "a b\n\na c\n"), (2, "a b\tc\n")] {
      let found = try #require(error(in: "#version: 0.2\n" + text))
      #expect(found.line == line)
      if case .notTwoUnits = found.kind {} else { Issue.record("\(found)") }
    }
    #expect(throws: BytePairMergesError(path: "", line: 2, kind: .invalidUTF8)) {
      try read(Array("#version: 0.2\na ".utf8) + [0xFF, 0x0A])
    }
    #expect(throws: FileError.self) { try BytePairMerges(contentsOf: "/nonexistent") }
  }
}
