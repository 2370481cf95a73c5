// SPDX-License-Identifier: Apache-2.0
//
// Prints the highest rate of matrix products that the workers reach together, in GFLOP/s: the limit
// that training is measured against. Usage: matrix-peak [THREADS]

import Compute

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let size = 1024
let rounds = 12

/// A worker's own factors, so that none waits for another's memory.
// Sendable: worker i alone touches element i.
final class Factors: @unchecked Sendable {
  let workspace = Workspace()
  let x, y: MatrixView
  let weights: PackedWeights

  init() {
    x = workspace.arena.zeros(rows: size, columns: size)
    y = workspace.arena.zeros(rows: size, columns: size)
    let source = workspace.arena.zeros(rows: size, columns: size)
    x.fill(0.5)
    source.fill(0.25)
    weights = PackedWeights(inner: size, outer: size)
    weights.pack(source)
  }
}

let pool = WorkerPool(count: threads)
let workers = (0..<threads).map { _ in Factors() }
var rates: [(plain: Double, packed: Double)] = []

func rate(_ multiply: @escaping @Sendable (Factors) -> Void) -> Double {
  let repeats = 4
  let start = ContinuousClock.now
  pool.run { index in for _ in 0..<repeats { multiply(workers[index]) } }
  let seconds = start.duration(to: .now) / .seconds(1)
  let operations = 2 * Double(size) * Double(size) * Double(size)
  return operations * Double(repeats * threads) / seconds / 1e9
}

for _ in 0..<rounds {
  rates.append(
    (
      rate { $0.workspace.products.multiply($0.x, by: $0.x, into: $0.y) },
      rate { $0.workspace.products.multiply($0.x, by: $0.weights, into: $0.y) }
    ))
}
let best = rates.map { max($0.plain, $0.packed) }.max() ?? 0
print(Int(best.rounded()))
