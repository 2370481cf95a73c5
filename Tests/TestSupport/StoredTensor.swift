// SPDX-License-Identifier: Apache-2.0

import Safetensors

/// A tensor of a safetensors file, to be changed.
package struct StoredTensor {
  package var declaration: TensorDeclaration
  package var bytes: [UInt8]

  package init<Element: TensorElement>(_ name: String, shape: [Int], _ values: [Element]) {
    declaration = TensorDeclaration(name: name, type: Element.tensorType, shape: shape)
    bytes = values.withUnsafeBytes(Array.init)
  }

  private init(_ declaration: TensorDeclaration, _ bytes: [UInt8]) {
    self.declaration = declaration
    self.bytes = bytes
  }

  /// Replaces one element.
  package mutating func set<Element: TensorElement>(_ index: Int, _ value: Element) {
    withUnsafeBytes(of: value) { bytes in
      for (offset, byte) in bytes.enumerated() {
        self.bytes[index * bytes.count + offset] = byte
      }
    }
  }

  /// Replaces the tensors in the file at `path` by what `change` makes of them.
  package static func rewrite(
    _ path: String, _ change: (inout [StoredTensor]) throws -> Void
  ) throws {
    let file = try SafetensorsFile(path: path)
    var tensors = file.tensors.compactMap { info in
      info.type.map { type in
        StoredTensor(
          TensorDeclaration(name: info.name, type: type, shape: info.shape),
          file.withBytes(of: info) { bytes in
            (0..<bytes.byteCount).map { bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
          })
      }
    }
    try change(&tensors)
    var writer = try SafetensorsWriter(path: path, tensors: tensors.map(\.declaration))
    for tensor in tensors { try writer.write(tensor.declaration.name, tensor.bytes.span.bytes) }
    try writer.commit()
  }
}

extension [StoredTensor] {
  /// The tensor with a name that is in the file.
  package subscript(name: String) -> StoredTensor {
    get { self[index(of: name)] }
    set { self[index(of: name)] = newValue }
  }

  private func index(of name: String) -> Int {
    guard let index = firstIndex(where: { $0.declaration.name == name }) else {
      fatalError("no tensor \(name)")
    }
    return index
  }
}
