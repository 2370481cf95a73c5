// SPDX-License-Identifier: Apache-2.0

/// The sum of all workers' gradient terms, divided into pieces. Workers take pieces as they become
/// free. One worker sums a whole piece, in the order of `workers`, so that the result does not
/// depend on which one does.
// Sendable: the terms do not change during the sum.
package struct GradientSum: @unchecked Sendable {
  /// A range of rows or of columns of a parameter.
  package struct Piece {
    let slot: ParameterSlot
    let rows: Range<Int>
    let columns: Range<Int>

    var count: Int { rows.count * columns.count }
    /// True if the elements are contiguous in memory.
    var isContiguous: Bool { columns.count == slot.columns }
  }

  /// The pieces, in decreasing order of work, so that workers finish together.
  package let pieces: [Piece]
  private let workers: [GradientTerms]

  package init(_ layout: ParameterLayout, of workers: [GradientTerms]) {
    self.workers = workers
    let pieces = layout.entries.flatMap { Self.divide($0.slot) }
    let work = pieces.map { piece in
      workers.reduce(0) { $0 + $1[piece.slot].reduce(0) { $0 + $1.work } } * piece.count
    }
    self.pieces = pieces.indices.sorted { (work[$1], $0) < (work[$0], $1) }.map { pieces[$0] }
  }

  /// The number of elements in a piece, unless a single row or panel of columns has more.
  private static let pieceSize = 1 << 19
  /// The unit in which columns are divided.
  private static let columnStep = 64

  private static func divide(_ slot: ParameterSlot) -> [Piece] {
    if slot.rows > slot.columns {
      let height = max(1, pieceSize / slot.columns)
      return ranges(of: slot.rows, height).map {
        Piece(slot: slot, rows: $0, columns: 0..<slot.columns)
      }
    }
    let width = max(1, pieceSize / slot.rows / columnStep) * columnStep
    return ranges(of: slot.columns, width).map {
      Piece(slot: slot, rows: 0..<slot.rows, columns: $0)
    }
  }

  private static func ranges(of count: Int, _ size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// Writes the piece of `gradient`, or adds to it, and returns the sum of its squares.
  package func make(
    _ piece: Piece, in gradient: ParameterBuffer, adding: Bool = false, _ workspace: Workspace
  ) -> Double {
    let sum = gradient[piece.slot]
    var isFirst = !adding
    for worker in workers {
      for term in worker[piece.slot] {
        add(term, to: sum, piece, isFirst: isFirst, workspace)
        isFirst = false
      }
    }
    if isFirst { forEachRun(of: piece, in: sum) { $0.fill(0) } }
    var squares = 0.0
    forEachRun(of: piece, in: sum) { squares += workspace.kernels.sumOfSquares($0) }
    return squares
  }

  private func add(
    _ term: GradientTerm, to sum: MatrixView, _ piece: Piece, isFirst: Bool,
    _ workspace: Workspace
  ) {
    let kernels = workspace.kernels
    switch term {
    case .product(let x, let dY):
      workspace.products.multiply(
        transposeOf: x, by: dY, into: sum, rows: piece.rows, columns: piece.columns,
        accumulating: !isFirst)
    case .columnSums(let matrix):
      precondition(piece.count == sum.count, "vectors are not divided")
      if isFirst { sum.fill(0) }
      kernels.addColumnSums(of: matrix, to: sum)
    case .rows(let rows, let ids):
      if isFirst { forEachRun(of: piece, in: sum) { $0.fill(0) } }
      for (row, id) in ids.enumerated() where piece.rows.contains(Int(id)) {
        kernels.add(
          rows.row(row).elements(piece.columns), to: sum.row(Int(id)).elements(piece.columns))
      }
    case .whole(let part):
      forEachRun(of: piece, in: sum, part) { sum, part in
        if isFirst { sum.copy(from: part) } else { kernels.add(part, to: sum) }
      }
    }
  }

  /// Calls `body` with each contiguous run of the piece in a matrix of the parameter's shape.
  private func forEachRun(of piece: Piece, in matrix: MatrixView, _ body: (MatrixView) -> Void) {
    forEachRun(of: piece, in: matrix, matrix) { run, _ in body(run) }
  }

  private func forEachRun(
    of piece: Piece, in first: MatrixView, _ second: MatrixView,
    _ body: (MatrixView, MatrixView) -> Void
  ) {
    if piece.isContiguous {
      body(
        first.rows(piece.rows).elements(0..<piece.count),
        second.rows(piece.rows).elements(0..<piece.count))
      return
    }
    for row in piece.rows {
      body(first.row(row).elements(piece.columns), second.row(row).elements(piece.columns))
    }
  }
}

extension GradientTerm {
  /// The approximate number of multiply-adds for each element of the sum.
  fileprivate var work: Int {
    switch self {
    case .product(let x, _): x.rows
    case .columnSums(let matrix): matrix.rows
    case .rows, .whole: 1
    }
  }
}
