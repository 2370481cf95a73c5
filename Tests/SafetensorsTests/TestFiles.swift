// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Safetensors
import Testing

/// Reads a golden file beside these tests.
func golden(_ name: String) throws -> (path: String, bytes: [UInt8]) {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  let path = folder.appending(path: name).path
  return (path, try bytes(at: path))
}

func bytes(at path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}

/// Returns a file with this header and the given number of data bytes.
func assembled(header: String, dataCount: Int = 0) -> [UInt8] {
  var length = UInt64(header.utf8.count)
  var bytes: [UInt8] = []
  for _ in 0..<8 {
    bytes.append(UInt8(truncatingIfNeeded: length))
    length >>= 8
  }
  return bytes + header.utf8 + [UInt8](repeating: 7, count: dataCount)
}

/// Returns the problem with the file at `path`, or `nil` if it opens.
func problem(openingFileAt path: String) throws -> SafetensorsError.Problem? {
  do {
    _ = try SafetensorsFile(path: path)
    return nil
  } catch let error as SafetensorsError {
    #expect(error.path == path)
    return error.problem
  }
}
