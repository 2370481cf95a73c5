// SPDX-License-Identifier: Apache-2.0

import NumPy
import Safetensors
import Text

/// The vectors in a file, and the lengths of their sequences if it has them.
struct VectorFile {
  let path: String
  /// The number of values in each vector.
  let size: Int
  /// `[rows, size]`
  let values: [Float]
  /// Nil if the file does not say where sequences end.
  let lengths: [Int]?
  let bytes: Int
  let hash: String
  private let isText: Bool

  var rows: Int { values.count / size }

  init(_ path: String) throws {
    if path.hasSuffix(".npy") {
      self = try VectorFile(npy: path)
    } else if path.hasSuffix(".safetensors") {
      self = try VectorFile(safetensors: path)
    } else {
      self = try VectorFile(text: path)
    }
  }

  private init(
    _ path: String, size: Int, _ values: [Float], lengths: [Int]?,
    _ fingerprint: (bytes: Int, hash: String), isText: Bool = false
  ) throws(VectorError) {
    guard size > 0, !values.isEmpty else { throw VectorError(path: path, problem: .empty) }
    (self.path, self.size, self.values, self.lengths) = (path, size, values, lengths)
    (bytes, hash, self.isText) = (fingerprint.bytes, fingerprint.hash, isText)
  }

  /// - Throws: `VectorError` for the first value that is not finite.
  func checkValues() throws(VectorError) {
    guard !isText, let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    throw VectorError(
      path: path,
      problem: .notFinite(
        .row(index / size + 1, column: index % size + 1), values[index]))
  }
}

// MARK: - Arrays

extension VectorFile {
  private init(npy path: String) throws {
    let file = try NPYFile(path: path)
    let (size, lengths) = try Self.layout(file.shape, path)
    self = try VectorFile(
      path, size: size, file.floats(), lengths: lengths, fingerprint(ofFile: path))
  }

  private init(safetensors path: String) throws {
    let file = try SafetensorsFile(path: path)
    let others = file.tensors.filter { $0.name != "lengths" }
    guard let tensor = file.tensor(named: "vectors") ?? (others.count == 1 ? others[0] : nil) else {
      throw VectorError(path: path, problem: .noVectors(tensors: others.map(\.name)))
    }
    let (size, sequences) = try Self.layout(tensor.shape, path)
    let type = try Self.type(of: tensor, path)
    self = try VectorFile(
      path, size: size, file.withBytes(of: tensor) { type.floats($0) },
      lengths: try Self.lengths(in: file) ?? sequences, fingerprint(ofFile: path))
  }

  /// Returns the size of the vectors in an array, and the lengths of their sequences.
  private static func layout(
    _ shape: [Int], _ path: String
  ) throws(VectorError) -> (size: Int, lengths: [Int]?) {
    switch shape.count {
    case 1: (1, nil)
    case 2: (shape[1], nil)
    case 3: (shape[2], shape.contains(0) ? [] : Array(repeating: shape[1], count: shape[0]))
    default: throw VectorError(path: path, problem: .wrongShape(shape))
    }
  }

  private static func lengths(in file: SafetensorsFile) throws -> [Int]? {
    guard let tensor = file.tensor(named: "lengths") else { return nil }
    let type = try type(of: tensor, file.path)
    guard tensor.shape.count == 1, let lengths = file.withBytes(of: tensor, { type.integers($0) })
    else { throw VectorError(path: file.path, problem: .notLengths) }
    return lengths
  }

  private static func type(
    of tensor: TensorInfo, _ path: String
  ) throws(VectorError) -> NumericType {
    guard let type = numericTypes[tensor.typeName] else {
      throw VectorError(
        path: path, problem: .unsupportedType(tensor: tensor.name, tensor.typeName))
    }
    return type
  }

  /// The types of numbers, by their names in a safetensors file.
  private static let numericTypes: [String: NumericType] = [
    "F16": .float16, "F32": .float32, "F64": .float64, "BOOL": .bool,
    "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64,
    "U8": .uint8, "U16": .uint16, "U32": .uint32, "U64": .uint64,
  ]
}

// MARK: - Text

extension VectorFile {
  private init(text path: String) throws {
    let reader = try LineReader(path: path)
    var (row, values) = (VectorLine(), [Float]())
    // The number of rows at the end of each sequence.
    var (rows, ends) = (0, [Int]())
    do {
      while try reader.advance() {
        let hasValues = try reader.withLine {
          try row.append($0, number: reader.lineNumber, to: &values)
        }
        if hasValues {
          rows += 1
        } else if rows > ends.last ?? 0 {
          ends.append(rows)
        }
      }
    } catch let problem as VectorError.Problem {
      throw VectorError(path: path, problem: problem)
    }
    let hasEnds = !ends.isEmpty
    if rows > ends.last ?? 0 { ends.append(rows) }
    self = try VectorFile(
      path, size: row.size ?? 0, values,
      lengths: hasEnds ? zip(ends, [0] + ends).map { $0 - $1 } : nil,
      (reader.byteCount, reader.hash.hexadecimal), isText: true)
  }
}
