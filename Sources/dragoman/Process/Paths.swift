// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files

/// Creates the directory of an output file.
func makeRoom(forFile path: String) throws(FileError) {
  try createDirectory(splitPath(path).directory)
}

/// - Throws: `ValidationError` if writing to `path` would overwrite the file of another option.
func requireOtherFile(
  _ flag: String, _ path: String, than other: String, _ paths: [String]
) throws {
  if let same = paths.first(where: { isSameFile(path, $0) }) {
    throw ValidationError(
      "\(flag) \(path) would overwrite \(other) \(same): give another path.")
  }
}
