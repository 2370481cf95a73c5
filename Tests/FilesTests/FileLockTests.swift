// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import TestSupport
import Testing

@Suite struct FileLockTests {
  @Test func onlyOneHoldsIt() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lock")
    let first = try FileLock(path: path)
    #expect(first != nil)
    #expect(fileExists(path))
    let second = try FileLock(path: path)
    #expect(second == nil)
    withExtendedLifetime(first) {}
    let other = try FileLock(path: directory.path("other"))
    #expect(other != nil)
  }

  @Test func theEndOfItsHolderFreesIt() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lock")
    for _ in 0..<3 {
      let held = try FileLock(path: path)
      #expect(held != nil)
    }
  }

  @Test func aRefusalKeepsNoDescriptor() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lock")
    let held = try FileLock(path: path)
    #expect(try FileLock(path: path) == nil)
    #expect(try openDescriptors(of: path) == 1)
    withExtendedLifetime(held) {}
  }

  @Test func anotherProcessIsRefused() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lock")
    let held = try FileLock(path: path)
    #expect(held != nil)
    await #expect(processExitsWith: .success) { [path = path as String] in
      let second = try FileLock(path: path)
      #expect(second == nil)
    }
    withExtendedLifetime(held) {}
  }

  /// The lock is released however the process ends; nobody has to clean up after a kill.
  @Test func aKilledProcessLeavesItFree() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lock")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let held = try FileLock(path: path)
      try #require(held != nil)
      withExtendedLifetime(held) { _ = raise(SIGKILL) }
    }
    let next = try FileLock(path: path)
    #expect(next != nil)
  }

  /// Closing a descriptor twice could close the file of another thread.
  @Test func aRefusalClosesNothingOfOthers() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("lock")
    await #expect(processExitsWith: .success) { [path = path as String] in
      let held = try FileLock(path: path)
      async let refusals = (0..<10_000).count { _ in (try? FileLock(path: path)) == nil }
      let lost = (0..<30_000).count { _ in close(open("/dev/null", O_RDONLY)) != 0 }
      #expect(await refusals == 10_000)
      #expect(lost == 0)
      withExtendedLifetime(held) {}
    }
  }

  @Test func namesThePathOfAFailure() {
    #expect(throws: FileError(.create, path: "/proc/none/x", code: ENOENT)) {
      _ = try FileLock(path: "/proc/none/x")
    }
    #expect(throws: FileError(.create, path: "/tmp", code: EISDIR)) {
      _ = try FileLock(path: "/tmp")
    }
  }
}
