// SPDX-License-Identifier: Apache-2.0

import Compute
import Threads

/// The rate of large matrix products on all workers together, with which training is compared.
package struct MatrixPeak {
  private static let size = 1024
  private let pool: WorkerPool
  private let workers: [Factors]

  /// The factors of one worker, so that none waits for the memory of another.
  // Sendable: only worker i uses element i.
  private final class Factors: @unchecked Sendable {
    let workspace = Workspace()
    let x, y: MatrixView
    let weights: PackedWeights

    init(_ precision: ProductPrecision) {
      weights = PackedWeights(inner: size, outer: size, precision)
      x = workspace.arena.zeros(rows: size, columns: size)
      y = workspace.arena.zeros(rows: size, columns: size)
      let source = workspace.arena.zeros(rows: size, columns: size)
      x.fill(0.5)
      source.fill(0.25)
      weights.pack(source)
    }
  }

  package init(threads: Int, bfloat16: Bool) throws {
    pool = try WorkerPool(count: threads)
    workers = (0..<threads).map { _ in Factors(bfloat16 ? .bfloat16 : .float32) }
  }

  /// Measures `products` products of each worker and returns the GFLOP/s.
  package func measure(products: Int = 4) -> Double {
    let start = ContinuousClock.now
    pool.run { [workers] index in
      let worker = workers[index]
      for _ in 0..<products {
        worker.workspace.products.multiply(worker.x, by: worker.weights, into: worker.y)
      }
    }
    let seconds = start.duration(to: .now) / .seconds(1)
    let operations = 2 * Double(Self.size * Self.size * Self.size)
    return operations * Double(products * workers.count) / seconds / 1e9
  }
}
