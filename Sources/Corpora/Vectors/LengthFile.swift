// SPDX-License-Identifier: Apache-2.0

import Files
import NumPy
import Text

/// The lengths of sequences, as they are in a file.
struct LengthFile {
  let lengths: [Int]
  let bytes: Int
  let hash: String

  /// Reads a `.npy` array of integers, or text with an integer on each line.
  init(_ path: String) throws {
    guard path.hasSuffix(".npy") else {
      self = try LengthFile(text: path)
      return
    }
    let file = try NPYFile(path: path)
    guard file.shape.count == 1, let lengths = file.integers() else {
      throw VectorError(path: path, problem: .notLengths)
    }
    self.lengths = lengths
    (bytes, hash) = try fingerprint(ofFile: path)
  }

  private init(text path: String) throws {
    let reader = try LineReader(path: path)
    var lengths: [Int] = []
    while let line = try reader.next() {
      let text = trimmedText(line.text)
      if text.isEmpty { continue }
      guard let length = Int(text) else {
        throw VectorError(path: path, problem: .notALength(line: line.number, text: text))
      }
      lengths.append(length)
    }
    self.lengths = lengths
    (bytes, hash) = (reader.byteCount, reader.hash.hexadecimal)
  }
}

/// Returns the size and the hash of a regular file.
func fingerprint(ofFile path: String) throws(FileError) -> (bytes: Int, hash: String) {
  let file = try MappedFile(path: path)
  var hash = XXHash64()
  unsafe file.withBytes { unsafe hash.update($0.bindMemory(to: UInt8.self).span) }
  return (file.count, hash.hexadecimal)
}
