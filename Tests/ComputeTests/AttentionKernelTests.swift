// SPDX-License-Identifier: Apache-2.0

import Compute
import Glibc
import TestSupport
import Testing

/// Compares the parts of attention with the formulas in Double, for odd sizes.
@Suite struct AttentionKernelTests {
  private static let shapes = [(1, 1, 1), (1, 5, 17), (3, 1, 16), (4, 7, 33), (2, 3, 100)]

  /// Queries, keys and the other arguments of the kernels.
  private struct Case {
    let arena = Arena()
    let queries, keys, vector, scores, d: MatrixView

    init(_ queryCount: Int, _ keyCount: Int, _ width: Int) {
      var generator = SeededGenerator(seed: UInt64(width))
      queries = arena.random(rows: queryCount, columns: width, &generator)
      keys = arena.random(rows: keyCount, columns: width, &generator)
      vector = arena.random(rows: 1, columns: width, &generator)
      scores = arena.random(rows: queryCount, columns: keyCount, &generator)
      d = arena.random(rows: queryCount, columns: keyCount, &generator)
    }

    var pairs: [(Int, Int)] {
      (0..<queries.rows).flatMap { query in (0..<keys.rows).map { (query, $0) } }
    }

    func values(_ row: MatrixView) -> [Double] { row.elements.map { Double($0) } }
  }

  private func withEveryCase(_ name: String, _ body: (Kernels, Case) -> Void) throws {
    let kernels = try #require(Kernels.named(name))
    withEvery("queries × keys × width", in: Self.shapes) { body(kernels, Case($0, $1, $2)) }
  }

  @Test(arguments: Kernels.names) func products(_ name: String) throws {
    try withEveryCase(name) { kernels, made in
      let (queries, keys) = (made.queries, made.keys)
      let scores = made.arena.matrix(rows: queries.rows, columns: keys.rows)
      kernels.attentionScores(queries, keys, scale: 0.5, into: scores)
      let expected = made.pairs.map { query, key in
        zip(made.values(queries.row(query)), made.values(keys.row(key)))
          .reduce(0) { $0 + $1.0 * $1.1 / 2 }
      }
      expectClose(scores.elements, expected, relative: 2e-6, "scores")

      let contexts = made.arena.matrix(rows: queries.rows, columns: queries.columns)
      kernels.attentionContexts(made.scores, keys, into: contexts)
      let weighted = (0..<contexts.count).map { index in
        let (query, column) = (index / contexts.columns, index % contexts.columns)
        return (0..<keys.rows).reduce(0.0) {
          $0 + Double(made.scores[query, $1]) * Double(keys[$1, column])
        }
      }
      expectClose(contexts.elements, weighted, relative: 2e-6, "contexts")

      let scattered = (0..<keys.count).map { index in
        let (key, column) = (index / keys.columns, index % keys.columns)
        return (0..<queries.rows).reduce(Double(keys[key, column])) {
          $0 + Double(made.scores[$1, key]) * Double(queries[$1, column])
        }
      }
      kernels.attentionScatter(made.scores, queries, to: keys)
      expectClose(keys.elements, scattered, relative: 2e-6, "scattered")
    }
  }

  @Test(arguments: Kernels.names) func additiveScores(_ name: String) throws {
    try withEveryCase(name) { kernels, made in
      let (queries, keys, width) = (made.queries, made.keys, made.queries.columns)
      let scores = made.arena.matrix(rows: queries.rows, columns: keys.rows)
      kernels.additiveScores(queries, keys, vector: made.vector, into: scores)
      let gradients = (0..<3).map { index in
        [Double](repeating: 0, count: [1, queries.rows, keys.rows][index] * width)
      }
      var (dVector, dQueries, dKeys) = (gradients[0], gradients[1], gradients[2])
      var expected: [Double] = []
      for (query, key) in made.pairs {
        var sum = 0.0
        for column in 0..<width {
          let value = tanh(Double(queries[query, column]) + Double(keys[key, column]))
          let (v, d) = (Double(made.vector[0, column]), Double(made.d[query, key]))
          sum += v * value
          dVector[column] += d * value
          dQueries[query * width + column] += d * v * (1 - value * value)
          dKeys[key * width + column] += d * v * (1 - value * value)
        }
        expected.append(sum)
      }
      expectClose(scores.elements, expected, relative: 3e-6, "scores")
      let found = [1, queries.rows, keys.rows].map {
        made.arena.zeros(rows: $0, columns: width)
      }
      kernels.additiveScoresBackward(
        made.d, queries, keys, vector: made.vector, dVector: found[0], dQueries: found[1],
        dKeys: found[2])
      expectClose(found[0].elements, dVector, relative: 3e-6, "gradient of the vector")
      expectClose(found[1].elements, dQueries, relative: 3e-6, "gradient of the queries")
      expectClose(found[2].elements, dKeys, relative: 3e-6, "gradient of the keys")
    }
  }

  @Test(arguments: Kernels.names) func softmax(_ name: String) throws {
    try withEveryCase(name) { kernels, made in
      let (rows, columns) = (made.scores.rows, made.scores.columns)
      for column in 0..<columns { made.scores[0, column] += 1000 }
      var (expected, gradient): ([Double], [Double]) = ([], [])
      for row in 0..<rows {
        let x = made.values(made.scores.row(row))
        let largest = x.max() ?? 0
        let powers = x.map { exp($0 - largest) }
        let p = powers.map { $0 / powers.reduce(0, +) }
        let d = made.values(made.d.row(row))
        let mean = zip(p, d).reduce(0) { $0 + $1.0 * $1.1 }
        expected += p
        gradient += zip(p, d).map { 0.5 * $0 * ($1 - mean) }
      }
      kernels.softmax(made.scores)
      // Numbers near 1000 are 6e-5 apart.
      expectClose(made.scores.elements, expected, relative: 1e-6, "softmax")
      kernels.softmaxBackward(made.d, probabilities: made.scores, scale: 0.5)
      if columns > 1 {
        expectClose(made.d.elements, gradient, relative: 3e-6, "gradient")
      }
    }
  }
}
