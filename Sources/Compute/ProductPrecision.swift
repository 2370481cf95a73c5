// SPDX-License-Identifier: Apache-2.0

private import CKernels

/// What products of matrices of floats are computed in.
package enum ProductPrecision: Sendable {
  case float32
  /// Factors rounded to bfloat16, summed in float32.
  case bfloat16
}

/// Rows rounded to bfloat16, in pairs of neighbours: the left factor of a product.
// Sendable: a team reads it while its leader waits.
@safe final class BFloat16Rows: @unchecked Sendable {
  private var buffer = AlignedBuffer(count: 0)

  init() {}

  @unsafe var pairs: UnsafeMutablePointer<UInt32> { unsafe buffer.as(UInt32.self) }

  /// Takes over `rows` × `columns` floats whose rows start `stride` apart.
  @unsafe func convert(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int, _ kernels: Kernels
  ) {
    let count = rows * ((columns + 1) / 2)
    if buffer.count < count { buffer = AlignedBuffer(uninitializedCount: count) }
    unsafe kernels.table.pointee.bfloat16_convert(
      Int64(rows), Int64(columns), Int64(stride), x, pairs)
  }
}
