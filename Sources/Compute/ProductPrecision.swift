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

  /// Returns the number of neighbours in the inner dimension that fill `words`.
  func numbers(_ words: Int) -> Int {
    switch self {
    case .float32: words
    case .bfloat16: 2 * words
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
  private var converted = AlignedBuffer(count: 0)
  @unsafe private(set) var words: UnsafeRawPointer
  /// The distance between the starts of rows, in words.
  private(set) var stride = 0

  init() { unsafe words = UnsafeRawPointer(converted.base) }

  /// Takes `rows` × `columns` floats; consecutive rows start `stride` floats apart.
  @unsafe func take(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
    _ precision: ProductPrecision, _ kernels: Kernels
  ) {
    switch precision {
    case .float32: unsafe (words, self.stride) = (UnsafeRawPointer(x), stride)
    case .bfloat16:
      reserve(rows: rows, columns: columns, precision)
      unsafe kernels.table.pointee.bfloat16_convert(
        Int64(rows), Int64(columns), Int64(stride), x, converted.as(UInt32.self))
    }
  }

  /// Takes `rows` × `columns` floats of a matrix whose transpose starts at `x`: each of its columns
  /// is a row there, and these start `stride` floats apart.
  @unsafe func take(
    transposeOf x: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
    _ precision: ProductPrecision, _ kernels: Kernels
  ) {
    reserve(rows: rows, columns: columns, precision)
    switch precision {
    case .float32:
      unsafe kernels.table.pointee.float32_transpose(
        Int64(columns), Int64(rows), Int64(stride), x, Int64(columns), converted.base)
    case .bfloat16:
      unsafe kernels.table.pointee.bfloat16_convert_transposed(
        Int64(columns), Int64(rows), Int64(stride), x, converted.as(UInt32.self))
    }
  }

  /// Makes room for rows that are stored one after another.
  private func reserve(rows: Int, columns: Int, _ precision: ProductPrecision) {
    stride = precision.words(columns)
    if converted.count < rows * stride {
      converted = AlignedBuffer(uninitializedCount: rows * stride)
    }
    unsafe words = UnsafeRawPointer(converted.base)
  }
}
