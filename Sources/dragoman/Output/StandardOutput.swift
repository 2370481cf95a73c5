// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Messages

/// Standard output, buffered until the next `flush`.
struct StandardOutput: ~Copyable {
  private static let bufferSize = 1 << 16
  private var buffer: [UInt8] = []

  mutating func write(_ text: String) throws(FileError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  mutating func writeLine(_ text: String) throws(FileError) {
    try write(text)
    try write("\n")
  }

  mutating func flush() throws(FileError) {
    var start = 0
    while start < buffer.count {
      let count = unsafe buffer[start...].withUnsafeBytes { bytes in
        unsafe Glibc.write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(.write, path: FileError.standardOutput, code: errno) }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes a whole result at once.
  static func print(_ text: String) throws(FileError) {
    var output = StandardOutput()
    try output.writeLine(text)
    try output.flush()
  }
}
