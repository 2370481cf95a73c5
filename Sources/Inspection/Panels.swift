// SPDX-License-Identifier: Apache-2.0

import Compute

/// A matrix `[inner, columns]` in double precision, divided into panels of eight columns for
/// `Kernels.addPanelProduct`. The last panel is padded with zeros.
struct Panels {
  static let width = Kernels.panelWidth

  let inner: Int
  /// The number of panels.
  let count: Int
  /// The panels one after another, each row-major `[inner, 8]`.
  fileprivate var values: [Double]

  /// Fills the matrix; `element` returns the element `[row, column]`.
  @inline(__always)
  init(inner: Int, columns: Int, _ element: (_ row: Int, _ column: Int) -> Double) {
    let width = Self.width
    self.inner = inner
    count = (columns + width - 1) / width
    values = [Double](repeating: 0, count: count * inner * width)
    var place = 0
    for first in stride(from: 0, to: columns, by: width) {
      let filled = min(width, columns - first)
      for row in 0..<inner {
        for lane in 0..<filled { values[place + lane] = element(row, first + lane) }
        place += width
      }
    }
  }

  /// Returns the range of a panel's elements in `values`.
  fileprivate func range(of panel: Int) -> Range<Int> {
    let size = inner * Self.width
    return panel * size..<(panel + 1) * size
  }
}

/// The sum of products aᵀ · b `[rows, columns]` of matrices in panels, in double precision.
struct PanelProduct {
  private let panelsOfColumns: Int
  /// Row-major tiles `[8, 8]`; the tiles themselves are in row-major order.
  private var tiles: [Double]

  private static let tileSize = Panels.width * Panels.width

  init(rows: Int, columns: Int) {
    let panelsOfRows = (rows + Panels.width - 1) / Panels.width
    panelsOfColumns = (columns + Panels.width - 1) / Panels.width
    tiles = [Double](repeating: 0, count: panelsOfRows * panelsOfColumns * Self.tileSize)
  }

  /// Adds aᵀ · b. With `onlyUpperTriangle`, computes only the tiles on the diagonal and above it.
  mutating func add(_ a: Panels, _ b: Panels, onlyUpperTriangle: Bool = false) {
    let kernels = Kernels.best
    for row in 0..<a.count {
      for column in (onlyUpperTriangle ? row : 0)..<b.count {
        kernels.addPanelProduct(
          a.values.span.extracting(a.range(of: row)),
          b.values.span.extracting(b.range(of: column)),
          to: &tiles, at: (row * panelsOfColumns + column) * Self.tileSize)
      }
    }
  }

  subscript(row: Int, column: Int) -> Double {
    let width = Panels.width
    let tile = row / width * panelsOfColumns + column / width
    return tiles[tile * Self.tileSize + row % width * width + column % width]
  }
}
