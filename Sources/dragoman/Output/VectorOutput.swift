// SPDX-License-Identifier: Apache-2.0

import Files
import NumPy
import Safetensors

/// The place where a command writes vectors: standard output, with a vector on each line and tabs
/// between its values, or a file, whose extension decides its form.
struct VectorOutput: ~Copyable {
  static let extensions = ["tsv", "npy", "safetensors"]
  private let size: Int
  // At most one of them is there; without any, vectors go to standard output.
  private var text: AtomicFile?
  private var npy: NPYMatrixWriter?
  private var safetensors: SafetensorsMatrixWriter?

  /// `path` is nil for standard output. `size` is the number of values in a vector; `tensor` is the
  /// name of the tensor in a safetensors file.
  ///
  /// - Throws: `FileError`.
  init(path: String?, size: Int, tensor: String = "vectors") throws {
    self.size = size
    guard let path else { return }
    try makeRoom(forFile: path)
    switch fileExtension(of: path) {
    case "npy": npy = try NPYMatrixWriter(path: path, columns: size)
    case "safetensors":
      safetensors = try SafetensorsMatrixWriter(path: path, name: tensor, columns: size)
    default: text = try AtomicFile(path: path)
    }
  }

  /// Writes vectors. In place of one that is not there, a line is empty, and a row of an array has
  /// zeros.
  mutating func write(_ vectors: [[Float]?]) throws {
    if !isText {
      let rows = rows(vectors)
      try npy?.write(rows)
      try safetensors?.write(rows)
      return
    }
    try writeLines(lines(vectors))
  }

  /// True if the vectors are written as text, which has room for their names.
  var isText: Bool { npy == nil && safetensors == nil }

  /// Writes lines of a table, which must be text.
  mutating func writeLines(_ lines: String) throws {
    if text != nil {
      try text?.write(lines)
    } else {
      var output = StandardOutput()
      try output.write(lines)
      try output.flush()
    }
  }

  /// Ends the file.
  mutating func finish() throws {
    try npy?.commit()
    try safetensors?.commit()
    try text?.commit()
  }

  private func lines(_ vectors: [[Float]?]) -> String {
    vectors.map { ($0 ?? []).map { "\($0)" }.joined(separator: "\t") + "\n" }.joined()
  }

  private func rows(_ vectors: [[Float]?]) -> [Float] {
    vectors.flatMap { $0 ?? [Float](repeating: 0, count: size) }
  }
}
