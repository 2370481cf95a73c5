// SPDX-License-Identifier: Apache-2.0

package import Compute
import Safetensors

/// The parameters of a model in a file written by `save` or by PyTorch. The file is mapped into
/// memory: parameters are read on demand and take no memory of their own.
// Sendable: written only in `init`.
package final class MappedParameters: @unchecked Sendable {
  private let file: SafetensorsFile
  /// The number of checkpoints averaged into these weights; nil for trained ones.
  package var averagedCheckpoints: Int? { file.metadata[Self.averagedKey].flatMap { Int($0) } }
  /// The tensors of each parameter, by the index of its slot. A bias is the sum of two tensors.
  private let tensors: [[TensorInfo]]
  private let matrices: [MatrixView]
  /// The memory of parameters that cannot be used where they are in the file.
  private let copies = Arena()

  /// The metadata key for the number of checkpoints averaged.
  package static let averagedKey = "averaged_checkpoints"

  /// Opens the file at `path` and checks that it holds the parameters of `layout`.
  ///
  /// - Throws: `FileError`, or `SafetensorsError` if a tensor is missing or has another shape.
  package init(_ path: String, _ layout: ParameterLayout) throws {
    let file = try SafetensorsFile(path: path)
    self.file = file
    tensors = try layout.entries.map { entry in
      try entry.summands.map {
        try file.require(Float.self, named: $0, shape: entry.shape)
      }
    }
    matrices = zip(layout.entries, tensors).map { [copies] entry, tensors in
      let columns = entry.shape[entry.shape.count - 1]
      let rows = entry.slot.rows * entry.slot.columns / columns
      return file.matrix(tensors, rows: rows, columns: columns, copies)
    }
  }

  /// - Throws: `SafetensorsError` if the file holds a tensor that is not a parameter of `layout`.
  package func requireNothingElse(than layout: ParameterLayout) throws {
    let names = Set(layout.entries.flatMap(\.tensorNames))
    guard let other = file.tensors.first(where: { !names.contains($0.name) }) else { return }
    throw SafetensorsError(path: file.path, problem: .surplusTensor(name: other.name))
  }

  /// Returns a parameter in its shape in the file: a matrix `[out, in]` as in PyTorch, or a vector.
  /// It is read-only, and valid as long as this object.
  package subscript(slot: ParameterSlot) -> MatrixView { matrices[slot.index] }

  /// Releases the memory of a parameter; it is read again when needed.
  package func releaseMemory(of slot: ParameterSlot) {
    for tensor in tensors[slot.index] { file.releaseMemory(of: tensor) }
  }
}

extension SafetensorsFile {
  /// Returns the sum of tensors of one shape. A single tensor is used in place if it is aligned for
  /// floats.
  fileprivate func matrix(
    _ tensors: [TensorInfo], rows: Int, columns: Int, _ copies: Arena
  ) -> MatrixView {
    if tensors.count == 1,
      let mapped = withBytes(
        of: tensors[0], { MatrixView.mapped($0, rows: rows, columns: columns) })
    {
      return mapped
    }
    let sum = copies.zeros(rows: rows, columns: columns)
    for tensor in tensors {
      withBytes(of: tensor) { bytes in
        for index in 0..<sum.count {
          let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 4 * index, as: Float.self)
          sum[index / columns, index % columns] += value
        }
      }
    }
    return sum
  }
}
