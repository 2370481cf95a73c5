// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files

/// Creates the directory that an output file goes to.
func makeRoom(forFile path: String) throws(FileError) {
  try createDirectory(splitPath(path).directory)
}

/// - Throws: `ValidationError` where writing to `path` would replace the file of another option.
func requireOtherFile(
  _ flag: String, _ path: String, than other: String, _ paths: [String]
) throws {
  if let same = paths.first(where: { isSameFile(path, $0) }) {
    throw ValidationError(
      "\(flag) \(path) would replace the file of \(other) \(same): give another.")
  }
}
