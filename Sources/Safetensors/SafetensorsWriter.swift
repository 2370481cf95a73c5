// SPDX-License-Identifier: Apache-2.0

package import Files

/// The declaration of a tensor to be written.
package struct TensorDeclaration: Equatable, Sendable {
  package let name: String
  package let type: TensorType
  /// Row-major; empty for a scalar.
  package let shape: [Int]

  package init(name: String, type: TensorType = .float32, shape: [Int]) {
    self.name = name
    self.type = type
    self.shape = shape
  }

  package var byteCount: Int {
    guard let count = Safetensors.byteCount(of: type, shape: shape) else {
      preconditionFailure("\(name): a shape of too many bytes")
    }
    return count
  }
}

/// Writes a safetensors file tensor by tensor. The file appears only at `commit()`, as a whole.
///
/// The same declarations, metadata and values always give the same bytes.
package struct SafetensorsWriter: ~Copyable {
  private let tensors: [TensorDeclaration]
  private var file: AtomicFile
  private var written = 0

  /// The alignment of the data: the width of a cache line and of the widest vector.
  private static let alignment = 64

  /// Creates the file and writes its header. The tensors must be written in the given order.
  package init(
    path: String, metadata: [String: String] = [:], tensors: [TensorDeclaration]
  ) throws(FileError) {
    let header = Self.header(metadata: metadata, tensors: tensors)
    let length = [UInt64(header.utf8.count).littleEndian]
    var file = try AtomicFile(path: path)
    try unsafe file.write(length.span.bytes)
    try file.write(header)
    self.tensors = tensors
    self.file = file
  }

  /// Appends the values of the next declared tensor.
  package mutating func write(_ name: String, _ values: RawSpan) throws(FileError) {
    precondition(written < tensors.count, "\(name): not declared")
    let expected = tensors[written]
    precondition(expected.name == name, "\(name): \(expected.name) is the next tensor")
    precondition(
      expected.byteCount == values.byteCount,
      "\(name): \(values.byteCount) bytes in place of \(expected.byteCount)")
    try file.write(values)
    written += 1
  }

  package mutating func commit() throws(FileError) {
    precondition(written == tensors.count, "\(tensors.count - written) tensors were not written")
    try file.commit()
  }

  private static func header(
    metadata: [String: String], tensors: [TensorDeclaration]
  ) -> String {
    let names = Set(tensors.map(\.name))
    precondition(names.count == tensors.count, "two tensors of one name")
    precondition(!names.contains("__metadata__"), "a reserved name")
    var members: [String] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key < $1.key }
        .map { "\(jsonString($0.key)):\(jsonString($0.value))" }
      members.append("\"__metadata__\":{\(entries.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.byteCount
      members.append(
        "\(jsonString(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\","
          + "\"shape\":\(listed(tensor.shape)),\"data_offsets\":\(listed([offset, end]))}")
      offset = end
    }
    let object = "{\(members.joined(separator: ","))}"
    let used = SafetensorsFile.prefixLength + object.utf8.count
    let padding = (alignment - used % alignment) % alignment
    precondition(
      object.utf8.count + padding <= SafetensorsFile.headerLimit, "a header no reader accepts")
    return object + String(repeating: " ", count: padding)
  }

  private static func listed(_ integers: [Int]) -> String {
    "[\(integers.map(String.init).joined(separator: ","))]"
  }

  static func jsonString(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
