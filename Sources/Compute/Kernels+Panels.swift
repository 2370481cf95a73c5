// SPDX-License-Identifier: Apache-2.0

private import CKernels

extension Kernels {
  /// The number of columns in the panels of `addPanelProduct`.
  package static let panelWidth = 8

  /// Adds aᵀ · b, for a and b `[K, 8]`, to the tile `[8, 8]` that begins at the index `place` of
  /// `tiles`. All are row-major, in double precision.
  package func addPanelProduct(
    _ a: Span<Double>, _ b: Span<Double>, to tiles: inout [Double], at place: Int
  ) {
    let width = Self.panelWidth
    precondition(a.count == b.count && a.count % width == 0, "panels of one length")
    precondition(place >= 0 && place + width * width <= tiles.count, "tile out of range")
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe tiles.withUnsafeMutableBufferPointer { tiles in
          guard let left = a.baseAddress, let right = b.baseAddress, let tile = tiles.baseAddress
          else { return }
          unsafe table.pointee.add_panel_product(
            Int64(a.count / width), left, right, tile + place)
        }
      }
    }
  }
}
