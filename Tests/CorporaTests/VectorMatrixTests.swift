// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import FoundationEssentials
import NumPy
import TestSupport
import Testing

/// Vectors that are mapped into memory, and vectors that are copied.
@Suite final class VectorMatrixTests {
  private let directory = TemporaryDirectory()
  private let values = (0..<12).map { Float($0) / 4 - 1 }

  private func golden(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)").path
  }

  @Test(arguments: ["vectors.npy", "one-tensor.safetensors", "sequences.npy"])
  func readsEveryForm(_ name: String) throws {
    let matrix = try VectorMatrix(contentsOf: golden(name))
    #expect(matrix.rows.rows == 6 && matrix.rows.columns == 2)
    #expect(matrix.rows.elements == values)
  }

  @Test func readsWhatTheProgramWrites() throws {
    let path = directory.path("v.npy")
    var writer = try NPYMatrixWriter(path: path, columns: 3)
    try writer.write(values)
    try writer.commit()
    let matrix = try VectorMatrix(contentsOf: path)
    #expect(matrix.rows.rows == 4 && matrix.rows.elements == values)
  }

  @Test func vectorsAreFilledIn() {
    let matrix = VectorMatrix(count: 2, size: 3) { $0.row(1).copy(from: [1, 2, 3]) }
    #expect(matrix.rows.elements == [0, 0, 0, 1, 2, 3])
  }
}
