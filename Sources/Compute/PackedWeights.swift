// SPDX-License-Identifier: Apache-2.0

private import COneDNN

/// A weight matrix in the layout that oneDNN multiplies fastest with, as a copy.
///
/// A row of a product with it is the same to the last bit however many other rows there are.
// Sendable: written by `pack` only, while nobody multiplies.
@safe package final class PackedWeights: @unchecked Sendable {
  /// The columns of the left factor, and of the product.
  package let inner: Int
  package let outer: Int
  let layout: OpaquePointer
  private let buffer: AlignedBuffer

  package init(inner: Int, outer: Int) {
    self.inner = inner
    self.outer = outer
    var made: OpaquePointer?
    let status = unsafe odnn_layout_create(Int64(inner), Int64(outer), &made)
    guard status == 0, let made = unsafe made else { productFailed(status) }
    unsafe layout = made
    let bytes = unsafe Int(odnn_layout_size(made))
    buffer = AlignedBuffer(count: (bytes + 3) / 4)
  }

  deinit { unsafe odnn_layout_destroy(layout) }

  /// Takes over `weights` `[inner, outer]`.
  package func pack(_ weights: MatrixView) {
    precondition(weights.rows == inner && weights.columns == outer, "shapes differ")
    pack(weights, isTransposed: false)
  }

  /// Takes over the transpose of `weights` `[outer, inner]`.
  package func pack(transposeOf weights: MatrixView) {
    precondition(weights.rows == outer && weights.columns == inner, "shapes differ")
    pack(weights, isTransposed: true)
  }

  private func pack(_ weights: MatrixView, isTransposed: Bool) {
    let status = unsafe odnn_pack(layout, weights.base, isTransposed, buffer.base)
    guard status == 0 else { productFailed(status) }
  }

  @unsafe var packed: UnsafePointer<Float> { unsafe UnsafePointer(buffer.base) }
}

/// oneDNN refuses only what breaks a rule of its own, or for want of memory.
func productFailed(_ status: Int32) -> Never {
  fatalError("oneDNN refused a matrix product with status \(status)")
}
