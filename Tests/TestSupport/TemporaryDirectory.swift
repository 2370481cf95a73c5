// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// A directory for one test, removed with its contents at the end of its lifetime.
public struct TemporaryDirectory: ~Copyable {
  public let path: String

  public init() {
    var template = Array("/tmp/dragoman-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { fatalError("mkdtemp: errno \(errno)") }
    path = String(cString: made)
  }

  public func path(_ name: String) -> String { path + "/" + name }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
