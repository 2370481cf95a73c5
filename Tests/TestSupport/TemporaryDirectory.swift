// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Synchronization

/// A directory for one test, removed with its contents at the end of its lifetime.
public struct TemporaryDirectory: ~Copyable {
  public let path: String

  public init() { path = makeDirectory() }

  public func path(_ name: String) -> String { path + "/" + name }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Directories that many tests read, removed with their contents when the process ends.
public enum SharedDirectory {
  private static let paths = Mutex<[String]>([])

  public static func make() -> String {
    let path = makeDirectory()
    paths.withLock { paths in
      if paths.isEmpty { atexit { SharedDirectory.removeAll() } }
      paths.append(path)
    }
    return path
  }

  private static func removeAll() {
    let paths = paths.withLock { $0 }
    _ = ChildProcess(["rm", "-rf"] + paths, directory: "/tmp").finish()
  }
}

private func makeDirectory() -> String {
  var template = Array("\(parent)/dragoman-test-XXXXXX".utf8CString)
  guard let made = mkdtemp(&template) else { fatalError("mkdtemp: errno \(errno)") }
  return String(cString: made)
}

/// A file system in memory if there is one with enough room: tests spend most of their time waiting
/// for a disk to sync. Otherwise /tmp.
private let parent: String = {
  let room = 1 << 30
  var facts = statvfs()
  guard statvfs("/dev/shm", &facts) == 0, access("/dev/shm", W_OK) == 0 else { return "/tmp" }
  return Int(facts.f_bavail) * Int(facts.f_frsize) >= room ? "/dev/shm" : "/tmp"
}()
