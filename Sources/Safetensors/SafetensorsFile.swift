// SPDX-License-Identifier: Apache-2.0

import Files

/// A safetensors file, mapped into memory. The whole header is checked before any value is used.
///
/// The format: eight bytes of header length, little-endian; a JSON header; the values, packed,
/// without overlaps or gaps (https://github.com/huggingface/safetensors, "Format").
package final class SafetensorsFile: Sendable {
  package let path: String
  package let metadata: [String: String]
  /// The tensors, in the order of their bytes.
  package let tensors: [TensorInfo]

  private let file: MappedFile
  private let indexOfName: [String: Int]

  /// The maximum length of the header, in bytes: the limit of the reference implementation.
  static let headerLimit = 100_000_000
  /// The number of bytes that hold the length of the header.
  static let prefixLength = 8

  /// Opens and checks the file at `path`.
  ///
  /// - Throws: `FileError` if it cannot be read, `SafetensorsError` if it violates the format.
  package init(path: String) throws {
    file = try MappedFile(path: path)
    let header = try Self.header(of: file)
    self.path = path
    metadata = header.metadata
    tensors = try Self.place(header.tensors, after: header.byteCount, in: file)
    indexOfName = Dictionary(
      uniqueKeysWithValues: tensors.enumerated().map { ($1.name, $0) })
  }

  package func tensor(named name: String) -> TensorInfo? {
    indexOfName[name].map { tensors[$0] }
  }

  /// Calls `body` with the bytes of a tensor in this file. They are valid only inside `body`, and
  /// may have any alignment.
  package func withBytes<Result, Failure: Error>(
    of tensor: TensorInfo, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(self.tensor(named: tensor.name) == tensor, "a tensor of another file")
    return try unsafe file.withBytes { (bytes) throws(Failure) in
      try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[tensor.byteRange]).bytes)
    }
  }

  /// Releases the memory of a tensor's bytes; they are read again when needed.
  package func releaseMemory(of tensor: TensorInfo) {
    file.releasePages(of: tensor.byteRange)
  }

  /// Returns the values of a tensor, which must have the element type and the given shape.
  ///
  /// - Throws: `SafetensorsError` if the tensor is missing or has another type or shape.
  package func values<Element: TensorElement>(
    named name: String, shape: [Int], as type: Element.Type = Element.self
  ) throws(SafetensorsError) -> [Element] {
    let tensor = try requireTensor(named: name, type: type.tensorType, shape: shape)
    return withBytes(of: tensor) { bytes in
      let count = bytes.byteCount / MemoryLayout<Element>.size
      return unsafe [Element](unsafeUninitializedCapacity: count) { values, initialized in
        unsafe bytes.withUnsafeBytes {
          unsafe UnsafeMutableRawBufferPointer(values).copyMemory(from: $0)
        }
        initialized = count
      }
    }
  }

  /// Returns the tensor of this name, which must have the element type and the given shape. Its
  /// values are not read.
  ///
  /// - Throws: `SafetensorsError` if the tensor is missing or has another type or shape.
  package func require<Element: TensorElement>(
    _ type: Element.Type, named name: String, shape: [Int]
  ) throws(SafetensorsError) -> TensorInfo {
    try requireTensor(named: name, type: type.tensorType, shape: shape)
  }

  private func requireTensor(
    named name: String, type: TensorType, shape: [Int]
  ) throws(SafetensorsError) -> TensorInfo {
    guard let tensor = tensor(named: name) else {
      throw SafetensorsError(path: path, problem: .missingTensor(name: name))
    }
    guard tensor.type == type else {
      throw SafetensorsError(
        path: path,
        problem: .wrongType(name: name, expected: type.rawValue, found: tensor.typeName))
    }
    guard tensor.shape == shape else {
      throw SafetensorsError(
        path: path, problem: .wrongShape(name: name, expected: shape, found: tensor.shape))
    }
    return tensor
  }
}

/// The checks that make all later accesses safe.
extension SafetensorsFile {
  private static func header(of file: MappedFile) throws(SafetensorsError) -> HeaderParser {
    do throws(SafetensorsError) {
      return try HeaderParser(headerBytes(of: file), path: file.path, fileOffset: prefixLength)
    } catch {
      // Check this only after a failure: a valid header length may look like another format's
      // signature.
      let format = unsafe file.withBytes { unsafe FileFormat(beginning: $0) }
      guard let format else { throw error }
      throw SafetensorsError(path: file.path, problem: .otherFormat(format))
    }
  }

  private static func headerBytes(of file: MappedFile) throws(SafetensorsError) -> [UInt8] {
    func require(_ count: Int) throws(SafetensorsError) {
      guard count <= file.count else {
        throw SafetensorsError(
          path: file.path, problem: .truncated(expected: count, found: file.count))
      }
    }
    try require(prefixLength)
    let length = unsafe file.withBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= headerLimit else {
      throw SafetensorsError(
        path: file.path, problem: .headerTooLong(found: length, limit: headerLimit))
    }
    let end = prefixLength + Int(length)
    try require(end)
    return unsafe file.withBytes { unsafe Array($0[prefixLength..<end]) }
  }

  /// Checks that the tensors fill the data completely, in the order of their offsets.
  private static func place(
    _ tensors: [HeaderParser.Tensor], after headerLength: Int, in file: MappedFile
  ) throws(SafetensorsError) -> [TensorInfo] {
    func fail(_ problem: SafetensorsError.Problem) -> SafetensorsError {
      SafetensorsError(path: file.path, problem: problem)
    }
    let dataStart = prefixLength + headerLength
    let dataLength = file.count - dataStart
    var placed: [TensorInfo] = []
    var next = 0
    for tensor in tensors.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      let (name, start, end) = (tensor.name, tensor.start, tensor.end)
      guard start <= end else { throw fail(.invertedRange(name: name, start: start, end: end)) }
      guard start == next else {
        throw fail(.misplacedTensor(name: name, expectedStart: next, foundStart: start))
      }
      if let type = TensorType(rawValue: tensor.typeName) {
        guard let expected = byteCount(of: type, shape: tensor.shape) else {
          throw fail(.shapeTooLarge(name: name, shape: tensor.shape))
        }
        guard expected == end - start else {
          throw fail(.wrongByteCount(name: name, expected: expected, found: end - start))
        }
      }
      guard end <= dataLength else {
        let (fileEnd, overflow) = dataStart.addingReportingOverflow(end)
        throw fail(.truncated(expected: overflow ? .max : fileEnd, found: file.count))
      }
      placed.append(
        TensorInfo(
          name: name, typeName: tensor.typeName, shape: tensor.shape,
          byteRange: dataStart + start..<dataStart + end))
      next = end
    }
    guard next == dataLength else { throw fail(.unclaimedBytes(count: dataLength - next)) }
    return placed
  }
}
