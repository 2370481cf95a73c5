// SPDX-License-Identifier: Apache-2.0

import Files
import NumPy
import Text

/// The labels of vectors or of their sequences, as they are in a file.
struct LabelFile {
  /// The different labels by number.
  private(set) var labels = TokenTable()
  private(set) var numbers: [Int32] = []
  private(set) var bytes = 0
  private(set) var hash = ""

  /// Reads a `.npy` array of integers, or text with a label on each line.
  ///
  /// - Throws: `VectorLabelError`, `NPYError`, `TextFormatError` or `FileError`.
  init(_ path: String) throws {
    if path.hasSuffix(".npy") {
      let file = try NPYFile(path: path)
      guard file.shape.count == 1, let integers = file.integers() else {
        throw VectorLabelError.notIntegers(path: path)
      }
      (bytes, hash) = try fingerprint(ofFile: path)
      for integer in integers { numbers.append(labels.intern("\(integer)".utf8Span.span)) }
      return
    }
    let reader = try LineReader(path: path)
    while try reader.advance() {
      let problem = reader.isCut ? .tooLong : reader.withLine { add($0) }
      if let problem {
        throw VectorLabelError.violation(path: path, line: reader.lineNumber, problem)
      }
    }
    (bytes, hash) = (reader.byteCount, reader.hash.hexadecimal)
  }

  private mutating func add(_ line: Span<UInt8>) -> VectorTextError.Violation? {
    guard (try? UTF8Span(validating: line)) != nil else { return .invalidUTF8 }
    if containsNul(line) { return .nul }
    let label = trimmed(line.indices, of: line)
    if !label.isEmpty { numbers.append(labels.intern(line.extracting(label))) }
    return nil
  }
}
