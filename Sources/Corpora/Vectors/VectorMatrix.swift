// SPDX-License-Identifier: Apache-2.0

package import Compute
import NumPy

/// Vectors of one size. Those in a `.npy` file of float32 numbers are mapped into memory: they are
/// read on demand and take no memory of their own.
// Sendable: written only in `init`.
package final class VectorMatrix: @unchecked Sendable {
  /// The vectors, `[N, D]`. Read-only, and valid as long as this object.
  package let rows: MatrixView
  /// The mapped file; nil if the vectors are in `memory`.
  private let file: NPYFile?
  private let memory = Arena()

  /// Reads a file in one of the forms of `VectorSequences`; the ends of sequences do not matter.
  ///
  /// - Throws: `VectorError`, `NPYError`, `SafetensorsError`, `TextFormatError` or `FileError`.
  package init(contentsOf path: String) throws {
    if path.hasSuffix(".npy") {
      let file = try NPYFile(path: path)
      if let rows = file.mappedRows {
        (self.rows, self.file) = (rows, file)
        return
      }
    }
    let read = try VectorSequences(contentsOf: path)
    file = nil
    rows = memory.matrix(rows: read.values.count / read.size, columns: read.size)
    rows.copy(from: read.values)
  }

  /// Creates vectors `[count, size]`, which are zero until `fill` sets them.
  package init(
    count: Int, size: Int, _ fill: (MatrixView) throws -> Void
  ) rethrows {
    file = nil
    rows = memory.zeros(rows: count, columns: size)
    try fill(rows)
  }
}

extension NPYFile {
  /// The vectors where they are in the file; nil if they are not there as float32 numbers.
  fileprivate var mappedRows: MatrixView? {
    guard shape.count == 2, !shape.contains(0) else { return nil }
    return withFloatBytes { MatrixView.mapped($0, rows: shape[0], columns: shape[1]) }
  }
}
