// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Messages
import Text

/// Standard input that is too long to be a seed text.
struct LongSeedError: Explainable, Equatable {
  var explanation: ErrorText {
    ErrorText(
      .badData, "The seed text on standard input is longer than 16 MiB.",
      advice: "Give only its end: tail -c 10000 FILE | dragoman sample …")
  }
}

/// Returns the text for `command` to continue: the argument or, without one, all of standard input if
/// that is a pipe or a file, without the line end at its end. Invalid UTF-8 is replaced and reported.
func seedText(_ argument: String?, for command: String) throws -> String {
  var bytes: [UInt8] = []
  if let argument {
    bytes = argument.systemBytes
  } else if isStandardInputGiven {
    bytes = try standardInput(for: command)
    if bytes.last == UInt8(ascii: "\n") {
      bytes.removeLast()
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    }
  }
  if String(validating: bytes, as: UTF8.self) == nil {
    Console().note("The seed text is not valid UTF-8; the invalid bytes are read as U+FFFD.")
  }
  return String(decoding: bytes, as: UTF8.self)
}

private var isStandardInputGiven: Bool {
  var status = stat()
  guard unsafe fstat(STDIN_FILENO, &status) == 0 else { return false }
  return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
}

private func standardInput(for command: String) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count <= LineReader.longestLine {
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(STDIN_FILENO, $0.baseAddress, $0.count)
    }
    if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
    guard count >= 0 else { throw FileError(.read, path: "standard input", code: errno) }
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  if bytes.count > LineReader.longestLine { throw LongSeedError() }
  do {
    try TextFormatError.check(bytes, path: "standard input")
  } catch {
    throw InputFormatError(command: command, format: error.format)
  }
  return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
}
