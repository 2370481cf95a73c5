// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import TestSupport
import Testing

@testable import Lectures

struct LectureFileTests {
  private let files = [LectureFile("a.tsv", ["x\ty", "ü"]), LectureFile("b.tsv", [])]

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `files are written to a new directory`() throws {
    let directory = TemporaryDirectory()
    try files.write(to: directory.path("deep/er"), overwriting: false)
    #expect(try text(directory.path("deep/er/a.tsv")) == "x\ty\nü\n")
    #expect(try text(directory.path("deep/er/b.tsv")).isEmpty)
    // The same files again change nothing.
    try files.write(to: directory.path("deep/er"), overwriting: false)
  }

  @Test func `other data is kept unless it may be replaced`() throws {
    let directory = TemporaryDirectory()
    try "mine\n".write(toFile: directory.path("b.tsv"), atomically: false, encoding: .utf8)
    #expect(throws: OccupiedFileError(path: directory.path("b.tsv"))) {
      try files.write(to: directory.path, overwriting: false)
    }
    #expect(!fileExists(directory.path("a.tsv")))
    #expect(try text(directory.path("b.tsv")) == "mine\n")
    try files.write(to: directory.path, overwriting: true)
    #expect(try text(directory.path("b.tsv")).isEmpty)
  }

  @Test func `a directory in the place of a file is an error`() throws {
    let directory = TemporaryDirectory()
    try createDirectory(directory.path("a.tsv"))
    #expect(throws: OccupiedFileError(path: directory.path("a.tsv"))) {
      try files.write(to: directory.path, overwriting: false)
    }
    #expect(throws: FileError.self) { try files.write(to: directory.path, overwriting: true) }
  }
}
