// SPDX-License-Identifier: Apache-2.0

import Files

/// An array of numbers in a `.npy` file, mapped into memory and checked.
///
/// The format, versions 1.0 to 3.0: six magic bytes; the version; the length of the header,
/// little-endian; the header, a Python dictionary; the values, packed
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Objects are pickled:
/// they are never loaded.
package struct NPYFile: Sendable {
  package var path: String { file.path }
  /// The sizes of the dimensions; empty for a scalar.
  package let shape: [Int]
  package let type: NumericType
  /// True if the first index varies fastest.
  private let isFortranOrder: Bool
  private let values: Range<Int>
  private let file: MappedFile

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Opens and checks the file at `path`.
  ///
  /// - Throws: `FileError` if it cannot be read, `NPYError` if it is not an array of little-endian
  ///   numbers.
  package init(path: String) throws {
    file = try MappedFile(path: path)
    let (header, end) = try unsafe file.withBytes { (bytes) throws(NPYError) in
      try unsafe Self.header(bytes, path)
    }
    guard let type = NumericType(rawValue: header.typeName) else {
      throw NPYError(path: path, problem: .unsupportedType(header.typeName))
    }
    guard let count = Self.byteCount(of: type, header.shape), count <= Int.max - end else {
      throw NPYError(path: path, problem: .shapeTooLarge(header.shape))
    }
    try Self.require(end + count, of: file.count, path)
    guard end + count == file.count else {
      throw NPYError(path: path, problem: .surplusBytes(count: file.count - end - count))
    }
    (self.type, shape, isFortranOrder) = (type, header.shape, header.isFortranOrder)
    values = end..<end + count
  }

  /// Returns the values as float32, the last index varying fastest. Larger numbers become infinite.
  package func floats() -> [Float] { ordered(withValues { type.floats($0) }) }

  /// Returns the integers, the last index varying fastest; nil if the type is not of integers.
  package func integers() -> [Int]? { withValues { type.integers($0) }.map(ordered) }

  /// Calls `body` with the bytes of the values in the file, which stay where they are as long as
  /// this object; they may have any alignment. Does nothing and returns nil unless they are float32
  /// numbers with the last index varying fastest.
  package func withFloatBytes<Result>(_ body: (RawSpan) -> Result?) -> Result? {
    guard type == .float32, !isFortranOrder || shape.count < 2 else { return nil }
    return withValues(body)
  }

  private func withValues<Result>(_ body: (RawSpan) -> Result) -> Result {
    unsafe file.withBytes { unsafe body($0.bytes.extracting(values)) }
  }

  /// Moves values from the order of the file to that with the last index varying fastest.
  private func ordered<Value>(_ values: [Value]) -> [Value] {
    guard isFortranOrder, shape.count > 1 else { return values }
    // The distance in the file between neighbours in each dimension.
    var strides = [1]
    for size in shape.dropLast() { strides.append(strides[strides.count - 1] * size) }
    return values.indices.map { index in
      var (rest, place) = (index, 0)
      for dimension in shape.indices.reversed() {
        place += rest % shape[dimension] * strides[dimension]
        rest /= shape[dimension]
      }
      return values[place]
    }
  }
}

/// The checks that make all later accesses safe.
extension NPYFile {
  /// Returns the header and the place of its end.
  private static func header(
    _ bytes: UnsafeRawBufferPointer, _ path: String
  ) throws(NPYError) -> (NPYHeader, end: Int) {
    guard unsafe magic.starts(with: bytes.prefix(magic.count)) else {
      throw unsafe NPYError(path: path, problem: .otherFormat(FileFormat(beginning: bytes)))
    }
    try require(8, of: bytes.count, path)
    let version = unsafe Int(bytes[6])
    guard (1...3).contains(version) else {
      throw NPYError(path: path, problem: .unknownVersion(version))
    }
    let start = version == 1 ? 10 : 12
    try require(start, of: bytes.count, path)
    let length = unsafe bytes[8..<start].reversed().reduce(0) { $0 << 8 + Int($1) }
    try require(start + length, of: bytes.count, path)
    guard let header = unsafe NPYHeader(bytes[start..<start + length]) else {
      throw NPYError(path: path, problem: .malformedHeader)
    }
    return (header, start + length)
  }

  private static func require(_ count: Int, of found: Int, _ path: String) throws(NPYError) {
    guard count <= found else {
      throw NPYError(path: path, problem: .truncated(expected: count, found: found))
    }
  }

  /// Returns the number of bytes in a packed array, or nil if it overflows.
  private static func byteCount(of type: NumericType, _ shape: [Int]) -> Int? {
    // A zero anywhere makes the array empty, however large the other sizes are.
    if shape.contains(0) { return 0 }
    var total = type.byteCount
    for size in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      total = product
    }
    return total
  }
}
