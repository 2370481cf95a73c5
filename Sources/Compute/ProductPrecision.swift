// SPDX-License-Identifier: Apache-2.0

import CKernels

/// The number format of the factors in matrix products.
package enum ProductPrecision: Sendable {
  case float32
  /// Factors are rounded to bfloat16; sums are float32.
  case bfloat16

  /// The number of columns in a panel of packed weights.
  static let panel = Int(CK_FLOAT32_PANEL)

  /// Returns the number of 32-bit words that `count` neighbours in the inner dimension take.
  func words(_ count: Int) -> Int {
    switch self {
    case .float32: count
    case .bfloat16: (count + 1) / 2
    }
  }
}

extension Kernels {
  @unsafe func products(_ precision: ProductPrecision) -> ck_products {
    switch precision {
    case .float32: unsafe table.pointee.float32
    case .bfloat16: unsafe table.pointee.bfloat16
    }
  }
}

/// The rows of a left factor in the format that products read, until the next `take`.
// Sendable: team members only read it, while their leader waits.
@safe final class LeftRows: @unchecked Sendable {
  private var rounded = AlignedBuffer(count: 0)
  @unsafe private(set) var words: UnsafeRawPointer
  /// The distance between the starts of rows, in words.
  private(set) var stride = 0

  init() { unsafe words = UnsafeRawPointer(rounded.base) }

  /// Takes `rows` × `columns` floats; consecutive rows start `stride` floats apart.
  @unsafe func take(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
    _ precision: ProductPrecision, _ kernels: Kernels
  ) {
    switch precision {
    case .float32: unsafe (words, self.stride) = (UnsafeRawPointer(x), stride)
    case .bfloat16:
      let width = precision.words(columns)
      if rounded.count < rows * width { rounded = AlignedBuffer(uninitializedCount: rows * width) }
      unsafe kernels.table.pointee.bfloat16_convert(
        Int64(rows), Int64(columns), Int64(stride), x, rounded.as(UInt32.self))
      unsafe (words, self.stride) = (UnsafeRawPointer(rounded.base), width)
    }
  }
}
