// SPDX-License-Identifier: Apache-2.0

import Files

/// A file with other contents is in the place of a lecture's file.
package struct OccupiedFileError: Error, Equatable {
  package let path: String
}

extension [LectureFile] {
  /// Writes the files to a directory, which is created if it is missing. Each is written atomically;
  /// one that is there already with the same contents is kept.
  ///
  /// - Throws: `OccupiedFileError` before anything is written, if a file with other contents is
  ///   there, unless `overwriting`; `FileError`.
  package func write(to directory: String, overwriting: Bool) throws {
    let places = map { (file: $0, path: directory + "/" + $0.name) }
    let changed = try places.filter { try !isSame($0.file.contents, asFile: $0.path) }
    if !overwriting, let occupied = changed.first(where: { fileExists($0.path) }) {
      throw OccupiedFileError(path: occupied.path)
    }
    try createDirectory(directory)
    for (file, path) in changed {
      var output = try AtomicFile(path: path)
      try unsafe output.write(file.contents.span.bytes)
      try output.commit()
    }
  }
}

/// Returns true if a file has these contents.
private func isSame(_ contents: [UInt8], asFile path: String) throws -> Bool {
  guard fileExists(path), !isDirectory(path) else { return false }
  return try unsafe MappedFile(path: path).withBytes { unsafe $0.elementsEqual(contents) }
}
