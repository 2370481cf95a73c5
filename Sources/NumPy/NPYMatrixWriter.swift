// SPDX-License-Identifier: Apache-2.0

package import Files

/// Writes a matrix of float32 numbers to a `.npy` file (version 1.0), row by row. The file appears
/// only at `commit()`, as a whole.
package struct NPYMatrixWriter: ~Copyable {
  private let columns: Int
  private var rows = 0
  private var file: AtomicFile

  /// The length of the header, with room for any number of rows.
  private static let headerLength = 128

  package init(path: String, columns: Int) throws(FileError) {
    self.columns = columns
    var file = try AtomicFile(path: path)
    try unsafe file.write(Self.header(rows: 0, columns).span.bytes)
    self.file = file
  }

  /// Appends rows, end to end.
  package mutating func write(_ values: [Float]) throws(FileError) {
    precondition(values.count.isMultiple(of: columns), "whole rows")
    rows += values.count / columns
    try unsafe file.write(values.span.bytes)
  }

  package mutating func commit() throws(FileError) {
    try unsafe file.overwrite(Self.header(rows: rows, columns).span.bytes, at: 0)
    try file.commit()
  }

  private static func header(rows: Int, _ columns: Int) -> [UInt8] {
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let length = headerLength - NPYFile.magic.count - 4
    let padding = String(repeating: " ", count: length - 1 - text.utf8.count)
    let beginning = NPYFile.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
    return beginning + Array((text + padding + "\n").utf8)
  }
}
