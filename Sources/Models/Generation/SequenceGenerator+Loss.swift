// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Threads

extension SequenceGenerator {
  /// Predicts all tokens of `examples`, each after those before it, without dropout. The order of the
  /// predictions is that of neither the examples nor their tokens.
  ///
  /// Worker w computes in `workspace(w)`. The result does not depend on the number of workers.
  package func predictions(
    of examples: [GeneratorExample], batchSize: Int, _ weights: Weights, _ pool: WorkerPool,
    workspace: @escaping @Sendable (Int) -> Workspace
  ) -> [TokenPrediction] {
    let order = longestFirst(examples.map(\.length))
    let batches = stride(from: 0, to: order.count, by: batchSize).map {
      order[$0..<min($0 + batchSize, order.count)]
    }
    return pool.map(below: batches.count) { worker, number in
      let workspace = workspace(worker)
      defer { workspace.arena.reset() }
      let examples = batches[number].map { examples[$0] }
      let batch = GeneratorBatch(examples, numbers: examples.indices.map { UInt32($0) })
      return predictions(batch, Pass(weights, workspace))
    }.flatMap { $0 }
  }
}
