// SPDX-License-Identifier: Apache-2.0

import Compute
import Corpora
import TestSupport
import Testing
import Threads

@testable import Inference

/// The search for the nearest vectors, against a plain one.
struct NearestVectorsTests {
  /// Returns random vectors; the last of each ten is zero, and every seventh repeats the one before.
  private func vectors(_ count: Int, size: Int, seed: UInt64) -> [[Float]] {
    var random = SeededGenerator(seed: seed)
    var vectors: [[Float]] = []
    for row in 0..<count {
      let vector = (0..<size).map { _ in Float.random(in: -1...1, using: &random) }
      let isRepeated = row % 7 == 6
      vectors.append(
        row % 10 == 9
          ? Array(repeating: 0, count: size) : isRepeated ? vectors[row - 1] : vector)
    }
    return vectors
  }

  private func search(
    _ corpus: [[Float]], threads: Int
  ) throws -> NearestVectors {
    let size = corpus[0].count
    let matrix = VectorMatrix(count: corpus.count, size: size) { rows in
      for (row, vector) in corpus.enumerated() { rows.row(row).copy(from: vector) }
    }
    return try NearestVectors(matrix, WorkerPool(count: threads))
  }

  private func cosine(_ a: [Float], _ b: [Float]) -> Double {
    func dot(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  @Test(arguments: [(1, 5, 1), (600, 33, 1), (1030, 20, 2), (257, 1, 3)], [1, 8, 9, 600])
  func agreesWithAPlainSearch(corpus: (Int, Int, Int), queries: Int) throws {
    let (count, size, threads) = corpus
    let rows = vectors(count, size: size, seed: 1)
    let queries = vectors(queries, size: size, seed: 2)
    let found = try search(rows, threads: threads).nearest(to: queries, count: 4)
    #expect(found.count == queries.count)
    for (query, found) in zip(queries, found) {
      let similarities = rows.map { cosine($0, query) }
      let best = rows.indices.filter { !similarities[$0].isNaN }
        .sorted { (similarities[$1], $0) < (similarities[$0], $1) }.prefix(4)
      #expect(found.count == best.count)
      for (one, row) in zip(found, best) {
        // Rows whose cosines differ by rounding may change places.
        #expect(abs(Double(one.similarity) - similarities[row]) < 1e-5)
        #expect(abs(Double(one.similarity) - similarities[one.row]) < 1e-5)
      }
    }
  }

  @Test func equalVectorsAreInOrderOfTheirRows() throws {
    let rows = (0..<900).map { _ in [Float(1), 2, 3] }
    for threads in 1...3 {
      let found = try search(rows, threads: threads).nearest(to: [[2, 4, 6]], count: 5)
      #expect(found[0].map(\.row) == [0, 1, 2, 3, 4])
    }
  }

  @Test func zerosHaveNoNeighbours() throws {
    let search = try search([[0, 0], [1, 0]], threads: 1)
    #expect(search.nearest(to: [[0, 0]], count: 2) == [[]])
    #expect(search.nearest(to: [[3, 0]], count: 2)[0].map(\.row) == [1])
    #expect(search.nearest(to: [], count: 2).isEmpty)
  }

  @Test func aValueThatIsNotFiniteIsNamed() {
    #expect(throws: NearestVectors.InvalidRow(row: 1)) {
      try search([[1, 2], [.nan, 0], [.infinity, 0]], threads: 2)
    }
  }
}
