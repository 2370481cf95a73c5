// SPDX-License-Identifier: Apache-2.0

package import Files

/// Writes a matrix of float32 numbers as the only tensor of a safetensors file, row by row. The file
/// appears only at `commit()`, as a whole.
package struct SafetensorsMatrixWriter: ~Copyable {
  private let name: String
  private let columns: Int
  private var rows = 0
  private var file: AtomicFile

  /// The length of the header without the number that gives it, with room for any number of rows.
  private static let headerLength = 248

  package init(path: String, name: String, columns: Int) throws(FileError) {
    (self.name, self.columns) = (name, columns)
    var file = try AtomicFile(path: path)
    try unsafe file.write(Self.header(name, rows: 0, columns).span.bytes)
    self.file = file
  }

  /// Appends rows, end to end.
  package mutating func write(_ values: [Float]) throws(FileError) {
    precondition(values.count.isMultiple(of: columns), "whole rows")
    rows += values.count / columns
    try unsafe file.write(values.span.bytes)
  }

  package mutating func commit() throws(FileError) {
    try unsafe file.overwrite(Self.header(name, rows: rows, columns).span.bytes, at: 0)
    try file.commit()
  }

  private static func header(_ name: String, rows: Int, _ columns: Int) -> [UInt8] {
    let text = """
      {\(SafetensorsWriter.jsonString(name)):{"dtype":"F32","shape":[\(rows),\(columns)],\
      "data_offsets":[0,\(4 * rows * columns)]}}
      """
    let padding = String(repeating: " ", count: headerLength - text.utf8.count)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: headerLength >> (8 * $0)) }
    return length + Array((text + padding).utf8)
  }
}
