// SPDX-License-Identifier: Apache-2.0

import Compute
package import Corpora
package import Threads

/// A vector of a corpus, and how similar its direction is to that of a query.
public struct NearestVector: Equatable, Sendable {
  /// The row of the vector in the corpus.
  public let row: Int
  /// The cosine of the angle to the query, from -1 to 1.
  public let similarity: Float
}

/// Finds the vectors of a corpus whose directions are most similar to those of queries.
///
/// The search is exact: it multiplies each query by all vectors, block by block, so that a block is
/// read once for many queries. Vectors of zeros, which have no direction, are left out.
///
/// Use it from one thread at a time.
package final class NearestVectors {
  private let corpus: VectorMatrix
  /// The factor of each row that makes its vector a unit vector; NaN for a vector of zeros.
  private let scales: MatrixView
  private let arena = Arena()
  private let pool: WorkerPool
  private let workers: PerWorker<Worker>

  /// The number of rows of the corpus in a block: it stays in a core's cache.
  private static let blockRows = 256
  /// The number of queries that are multiplied together by a block.
  private static let mostQueries = 512

  /// - Throws: `InvalidRow` for the first vector with a value that is not finite.
  package init(_ corpus: VectorMatrix, _ pool: WorkerPool) throws(InvalidRow) {
    (self.corpus, self.pool) = (corpus, pool)
    let rows = corpus.rows
    scales = arena.matrix(rows: 1, columns: rows.rows)
    workers = PerWorker(count: pool.count) { Worker(size: rows.columns, rows: Self.blockRows) }
    let invalid = pool.map(below: Self.blockCount(rows)) { [scales] _, block in
      Self.rows(of: block, in: rows).first { row in
        let square = Kernels.best.sumOfSquares(rows.row(row))
        scales[0, row] = square > 0 ? Float(1 / square.squareRoot()) : .nan
        return !square.isFinite
      }
    }
    if let row = invalid.compactMap(\.self).first { throw InvalidRow(row: row) }
  }

  /// A vector with a value that is not finite.
  package struct InvalidRow: Error, Equatable {
    package let row: Int
  }

  /// Returns the `count` nearest vectors of each query, the most similar first; ties are in order of
  /// the rows. A query of zeros has none.
  package func nearest(to queries: [[Float]], count: Int) -> [[NearestVector]] {
    precondition(count > 0)
    return stride(from: 0, to: queries.count, by: Self.mostQueries).flatMap { first in
      search(queries[first..<min(first + Self.mostQueries, queries.count)], count)
    }
  }

  private func search(_ queries: ArraySlice<[Float]>, _ count: Int) -> [[NearestVector]] {
    arena.scope {
      let directions = arena.matrix(rows: queries.count, columns: corpus.rows.columns)
      for (row, query) in queries.enumerated() {
        let square = query.reduce(0) { $0 + Double($1) * Double($1) }
        let scale = Float(square > 0 ? 1 / square.squareRoot() : .nan)
        directions.row(row).copy(from: query.map { $0 * scale })
      }
      for worker in 0..<pool.count { workers[worker].begin(queries.count, count) }
      let (rows, scales) = (corpus.rows, scales)
      pool.forEach(below: Self.blockCount(rows)) { [workers] worker, block in
        workers[worker].search(
          directions, in: rows, Self.rows(of: block, in: rows), scales: scales)
      }
      return queries.indices.map { query in
        let place = query - queries.startIndex
        var merged = NearestList(count)
        for worker in 0..<pool.count {
          for found in workers[worker].found[place].vectors { merged.add(found) }
        }
        return merged.vectors
      }
    }
  }

  private static func blockCount(_ rows: MatrixView) -> Int {
    (rows.rows + blockRows - 1) / blockRows
  }

  private static func rows(of block: Int, in rows: MatrixView) -> Range<Int> {
    block * blockRows..<min((block + 1) * blockRows, rows.rows)
  }
}

/// The scratch memory of a worker, and the vectors that it has found for each query.
private final class Worker {
  private let workspace = Workspace()
  private let packed: PackedWeights
  private var count = 0
  private(set) var found: [NearestList] = []

  /// Up to this number of queries, products of vectors cost less than packing the block.
  private static let fewQueries = 8

  init(size: Int, rows: Int) { packed = PackedWeights(inner: size, outer: rows) }

  /// Begins a search for the `count` nearest vectors of each query.
  func begin(_ queries: Int, _ count: Int) {
    self.count = count
    found = Array(repeating: NearestList(count), count: queries)
  }

  /// Searches the rows of `range`, for the directions `[queries, size]`.
  func search(
    _ directions: MatrixView, in rows: MatrixView, _ range: Range<Int>, scales: MatrixView
  ) {
    workspace.arena.scope {
      let similarities = workspace.arena.matrix(rows: directions.rows, columns: range.count)
      multiply(directions, rows.rows(range), into: similarities)
      similarities.scale(columnsBy: scales.elements(range))
      let best = workspace.kernels.largest(count, ofEachRow: similarities)
      for query in found.indices {
        for place in best[query * count..<(query + 1) * count] where place >= 0 {
          found[query].add(
            NearestVector(
              row: range.lowerBound + Int(place), similarity: similarities[query, Int(place)]))
        }
      }
    }
  }

  private func multiply(_ x: MatrixView, _ block: MatrixView, into y: MatrixView) {
    if x.rows <= Self.fewQueries || block.rows != packed.outer {
      workspace.kernels.attentionScores(x, block, scale: 1, into: y)
    } else {
      packed.pack(transposeOf: block)
      workspace.products.multiply(x, by: packed, into: y)
    }
  }
}

/// The most similar vectors found so far, the most similar first; ties are in order of the rows.
private struct NearestList {
  private let limit: Int
  private(set) var vectors: [NearestVector] = []

  init(_ limit: Int) { self.limit = limit }

  mutating func add(_ vector: NearestVector) {
    if vectors.count == limit, let last = vectors.last {
      if !vector.isBefore(last) { return }
      vectors.removeLast()
    }
    let place = vectors.firstIndex { vector.isBefore($0) } ?? vectors.count
    vectors.insert(vector, at: place)
  }
}

extension NearestVector {
  fileprivate func isBefore(_ other: NearestVector) -> Bool {
    (other.similarity, row) < (similarity, other.row)
  }
}
