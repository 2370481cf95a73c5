// SPDX-License-Identifier: Apache-2.0

/// The element types this package reads and writes, under their names in the file.
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

/// A Swift type whose values lie in a file as they lie in memory.
package protocol TensorElement: BitwiseCopyable {
  static var tensorType: TensorType { get }
}

extension Double: TensorElement { package static var tensorType: TensorType { .float64 } }
extension Float: TensorElement { package static var tensorType: TensorType { .float32 } }
extension Int64: TensorElement { package static var tensorType: TensorType { .int64 } }
extension Int32: TensorElement { package static var tensorType: TensorType { .int32 } }
extension UInt8: TensorElement { package static var tensorType: TensorType { .uint8 } }

/// What a file says of one of its tensors.
package struct TensorInfo: Equatable, Sendable {
  package let name: String
  /// The type as the file names it, for example `F32`.
  package let typeName: String
  /// Row-major; empty for a scalar.
  package let shape: [Int]
  /// The place of the values, counted from the start of the file.
  package let byteRange: Range<Int>

  /// The element type, or `nil` when it is not one of ours: then only the raw bytes can be read.
  package var type: TensorType? { TensorType(rawValue: typeName) }
}

/// The number of bytes of a packed tensor, or `nil` when it cannot be counted.
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
