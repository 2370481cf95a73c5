// SPDX-License-Identifier: Apache-2.0

/// The element types that this module reads and writes, by their names in the file.
package enum TensorType: String, CaseIterable, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case uint8 = "U8"

  package var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .bfloat16: 2
    case .uint8: 1
    }
  }
}

/// A Swift type with the same representation in a file as in memory.
package protocol TensorElement: BitwiseCopyable {
  static var tensorType: TensorType { get }
}

extension Double: TensorElement { package static var tensorType: TensorType { .float64 } }
extension Float: TensorElement { package static var tensorType: TensorType { .float32 } }
extension Int64: TensorElement { package static var tensorType: TensorType { .int64 } }
extension Int32: TensorElement { package static var tensorType: TensorType { .int32 } }
extension UInt8: TensorElement { package static var tensorType: TensorType { .uint8 } }

/// The description of a tensor in a file.
package struct TensorInfo: Equatable, Sendable {
  package let name: String
  /// The name of the type in the file, for example `F32`.
  package let typeName: String
  /// Row-major; empty for a scalar.
  package let shape: [Int]
  /// The byte range of the values, from the start of the file.
  package let byteRange: Range<Int>

  /// The element type. Nil if this module does not know it; then only the raw bytes can be read.
  package var type: TensorType? { TensorType(rawValue: typeName) }
}

/// Returns the number of bytes in a packed tensor, or nil if it overflows.
func byteCount(of type: TensorType, shape: [Int]) -> Int? {
  // A zero anywhere makes the tensor empty, however large the other sizes are.
  if shape.contains(0) { return 0 }
  var total = type.byteCount
  for size in shape {
    let (product, overflow) = total.multipliedReportingOverflow(by: size)
    if overflow { return nil }
    total = product
  }
  return total
}
