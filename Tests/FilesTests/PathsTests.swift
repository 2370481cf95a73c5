// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

@Suite struct PathsTests {
  @Test(arguments: [
    ("a", ".", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("a/b/", "a/b", ""), ("/", "/", ""),
    ("", ".", ""), ("./a.b", ".", "a.b"), ("ä/ö", "ä", "ö"), ("a//b", "a/", "b"),
    ("a/\u{301}b", "a", "\u{301}b"),
  ])
  func splitsAtTheLastSlash(path: String, directory: String, name: String) {
    let split = splitPath(path)
    #expect(Array(split.directory.utf8) == Array(directory.utf8))
    #expect(Array(split.name.utf8) == Array(name.utf8))
  }

  @Test(arguments: ["a", "b/c/d", "e/", "f//g/", "ä/日本 語", "h/./i"])
  func createsTheMissingDirectories(_ path: String) throws {
    let directory = TemporaryDirectory()
    let whole = directory.path(path)
    #expect(!isDirectory(whole))
    try createDirectory(whole)
    #expect(isDirectory(whole) && fileExists(whole))
    try createDirectory(whole)
  }

  @Test func aFileInTheWayIsNamed() throws {
    let directory = TemporaryDirectory()
    let file = directory.path("file")
    try write("x", to: file)
    #expect(!isDirectory(file) && fileExists(file))
    #expect(throws: FileError(.create, path: file, code: EEXIST)) {
      try createDirectory(file + "/below/it")
    }
    #expect(throws: FileError(.create, path: "/proc/none", code: ENOENT)) {
      try createDirectory("/proc/none/x")
    }
  }

  @Test func noPathIsNoDirectory() {
    #expect(throws: FileError(.create, path: "", code: ENOENT)) { try createDirectory("") }
  }

  @Test func removesFilesAndNothingElse() throws {
    let directory = TemporaryDirectory()
    let file = directory.path("file")
    try write("x", to: file)
    try removeFile(file)
    #expect(!fileExists(file))
    try removeFile(file)
    #expect(throws: FileError(.remove, path: directory.path, code: EISDIR)) {
      try removeFile(directory.path)
    }
    #expect(throws: FileError(.remove, path: "/dev/null/x", code: ENOTDIR)) {
      try removeFile("/dev/null/x")
    }
  }

  @Test func movesFilesOverOthers() throws {
    let directory = TemporaryDirectory()
    let (first, second) = (directory.path("first"), directory.path("second"))
    try write("new", to: first)
    try write("old", to: second)
    try moveFile(from: first, to: second)
    #expect(!fileExists(first))
    #expect(try MappedFile(path: second).withBytes { Array($0) } == Array("new".utf8))
    #expect(throws: FileError(.rename, path: second, code: ENOENT)) {
      try moveFile(from: first, to: second)
    }
  }

  @Test func knowsOneFileByAllItsPaths() throws {
    let directory = TemporaryDirectory()
    let (first, second) = (directory.path("first"), directory.path("second"))
    #expect(!isSameFile(first, second) && isSameFile(first, first))
    try write("a", to: first)
    try write("a", to: second)
    #expect(!isSameFile(first, second))
    #expect(isSameFile(first, directory.path + "/../" + splitPath(directory.path).name + "/first"))
    #expect(!isSameFile("/dev/null", "/dev/null"), "devices replace nothing")
  }

  @Test func removesEmptyDirectoriesOnly() throws {
    let directory = TemporaryDirectory()
    let empty = directory.path("empty")
    try createDirectory(empty)
    #expect(!removeEmptyDirectory(directory.path))
    #expect(removeEmptyDirectory(empty) && !fileExists(empty))
    #expect(!removeEmptyDirectory(empty))
  }

  private func write(_ text: String, to path: String) throws {
    var file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}
