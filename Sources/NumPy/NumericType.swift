// SPDX-License-Identifier: Apache-2.0

/// The little-endian number types of arrays, by NumPy's names.
package enum NumericType: String, CaseIterable, Sendable {
  case float16 = "<f2"
  case float32 = "<f4"
  case float64 = "<f8"
  case int8 = "|i1"
  case int16 = "<i2"
  case int32 = "<i4"
  case int64 = "<i8"
  case uint8 = "|u1"
  case uint16 = "<u2"
  case uint32 = "<u4"
  case uint64 = "<u8"
  case bool = "|b1"

  package var byteCount: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Returns the values in packed bytes as float32. Larger numbers become infinite.
  package func floats(_ bytes: RawSpan) -> [Float] {
    switch self {
    case .float16: numbers(bytes, as: UInt16.self) { Float(Float16(bitPattern: $0)) }
    case .float32: numbers(bytes, as: UInt32.self) { Float(bitPattern: $0) }
    case .float64: numbers(bytes, as: UInt64.self) { Float(Double(bitPattern: $0)) }
    case .int8: numbers(bytes, as: Int8.self) { Float($0) }
    case .int16: numbers(bytes, as: Int16.self) { Float($0) }
    case .int32: numbers(bytes, as: Int32.self) { Float($0) }
    case .int64: numbers(bytes, as: Int64.self) { Float($0) }
    case .uint8: numbers(bytes, as: UInt8.self) { Float($0) }
    case .uint16: numbers(bytes, as: UInt16.self) { Float($0) }
    case .uint32: numbers(bytes, as: UInt32.self) { Float($0) }
    case .uint64: numbers(bytes, as: UInt64.self) { Float($0) }
    case .bool: numbers(bytes, as: UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }

  /// Returns the integers in packed bytes; nil for types of other numbers. Integers out of range
  /// become the nearest `Int`.
  package func integers(_ bytes: RawSpan) -> [Int]? {
    switch self {
    case .int8: numbers(bytes, as: Int8.self) { Int($0) }
    case .int16: numbers(bytes, as: Int16.self) { Int($0) }
    case .int32: numbers(bytes, as: Int32.self) { Int($0) }
    case .int64: numbers(bytes, as: Int64.self) { Int($0) }
    case .uint8: numbers(bytes, as: UInt8.self) { Int($0) }
    case .uint16: numbers(bytes, as: UInt16.self) { Int($0) }
    case .uint32: numbers(bytes, as: UInt32.self) { Int($0) }
    case .uint64: numbers(bytes, as: UInt64.self) { Int(clamping: $0) }
    case .float16, .float32, .float64, .bool: nil
    }
  }
}

private func numbers<Stored: FixedWidthInteger & BitwiseCopyable, Number>(
  _ bytes: RawSpan, as type: Stored.Type, _ number: (Stored) -> Number
) -> [Number] {
  let size = MemoryLayout<Stored>.size
  return (0..<bytes.byteCount / size).map { index in
    number(
      Stored(
        littleEndian: unsafe bytes.unsafeLoadUnaligned(
          fromByteOffset: index * size, as: Stored.self)))
  }
}
