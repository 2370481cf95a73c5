// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Compute
import Corpora
import Inference
import Threads

/// Times the search for the nearest of many vectors, for one query and for a batch.
struct Nearest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the search for the nearest vectors.",
    discussion: """
      The vectors are random, or come from a file. Prints the time of one query, and for a batch of queries the \
      share of the matrix-product peak of the same run.
      """)

  @Option(help: "A .npy file of vectors, in place of random ones.") var vectors: String?
  @Option(help: "Number of random vectors.") var count = 1_000_000
  @Option(help: "Number of values in a random vector.") var size = 512
  @Option(help: "Number of queries in a batch.") var queries = 512
  @Option(help: "Number of nearest vectors to find.") var nearest = 5
  @Option(help: "Number of threads.") var threads = 2
  @Option(help: "How often each search is timed.") var rounds = 5

  func run() throws {
    let corpus = try vectors.map { try VectorMatrix(contentsOf: $0) } ?? randomVectors()
    let start = ContinuousClock.now
    let search = try NearestVectors(corpus, WorkerPool(count: threads))
    print("loading: \(decimal(start.duration(to: .now) / .seconds(1), places: 2)) s")

    let rows = corpus.rows
    let batch = (0..<queries).map { rows.row($0 % rows.rows).elements }
    let one = times { _ = search.nearest(to: [batch[0]], count: nearest) }
    print("one query: \(milliseconds(one)) ms")

    let peak = try MatrixPeak(threads: threads, bfloat16: false)
    let highest = (0..<12).map { _ in peak.measure() }.max() ?? 0
    let all = times { _ = search.nearest(to: batch, count: nearest) }
    let operations = 2 * Double(rows.count) * Double(queries)
    let rate = operations / (all.quantile(0.5)) / 1e9
    print(
      "\(queries) queries: \(milliseconds(all)) ms, \(decimal(rate, places: 0)) GFLOP/s, "
        + "\(decimal(100 * rate / highest, places: 0)) % of the peak of "
        + "\(decimal(highest, places: 0))")
  }

  private func times(_ body: () -> Void) -> [Double] {
    body()
    return (0..<rounds).map { _ in
      let start = ContinuousClock.now
      body()
      return start.duration(to: .now) / .seconds(1)
    }
  }

  private func milliseconds(_ seconds: [Double]) -> String {
    let (low, high) = (seconds.min() ?? 0, seconds.max() ?? 0)
    return "\(decimal(1000 * seconds.quantile(0.5), places: 0)) "
      + "(\(decimal(1000 * low, places: 0)) to \(decimal(1000 * high, places: 0)))"
  }

  private func randomVectors() -> VectorMatrix {
    var random = Philox.Sequence(Philox(seed: 1, purpose: 0))
    return VectorMatrix(count: count, size: size) { rows in
      for row in 0..<rows.rows {
        rows.row(row).copy(from: (0..<size).map { _ in random.nextUnit() - 0.5 })
      }
    }
  }
}
