// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Threads

extension SequenceGenerator {
  /// Returns the summed loss of all tokens of `examples`, in nats, without dropout.
  ///
  /// Worker w computes in `workspace(w)`. The result does not depend on the number of workers.
  package func totalLoss(
    of examples: [GeneratorExample], batchSize: Int, _ weights: Weights, _ pool: WorkerPool,
    workspace: @escaping @Sendable (Int) -> Workspace
  ) -> Double {
    let order = longestFirst(examples.map(\.length))
    let batches = stride(from: 0, to: order.count, by: batchSize).map {
      order[$0..<min($0 + batchSize, order.count)]
    }
    let losses = pool.map(below: batches.count) { worker, number in
      let workspace = workspace(worker)
      defer { workspace.arena.reset() }
      let examples = batches[number].map { examples[$0] }
      let batch = GeneratorBatch(examples, numbers: examples.indices.map { UInt32($0) })
      return self.losses(batch, Pass(weights, workspace)).reduce(0) { $0 + Double($1) }
    }
    return losses.reduce(0, +)
  }
}
