// SPDX-License-Identifier: Apache-2.0

import Files

/// Creates the directory that an output file goes to.
func makeRoom(forFile path: String) throws(FileError) {
  try createDirectory(splitPath(path).directory)
}
