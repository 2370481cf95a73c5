// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers
package import Threads

/// A language model in use, step by step. It reads several texts at once, one in each row, and
/// predicts the next token of each. Use from one thread at a time.
package protocol TokenPredictor: AnyObject {
  /// V: the number of tokens that the model knows.
  var vocabularySize: Int { get }
  /// The memory and the kernels that the model computes with.
  var workspace: Workspace { get }

  /// Starts with one row, a text of which nothing has been read.
  func start()

  /// Reads one token in each row. Row i becomes what row `rows[i]` was, continued by `tokens[i]`; a
  /// row may be continued more than once, or not at all.
  func advance(_ rows: [Int32], by tokens: [Int32])

  /// Returns the distribution of the next token in each row, in memory of the workspace's arena.
  func distribution() -> WordDistribution

  /// Keeps a copy of all rows, in place of the copy before.
  func save()

  /// Replaces all rows by those that `save` has kept.
  func restore()
}

extension TokenPredictor {
  /// Reads `tokens` one after another in a single row.
  package func read(_ tokens: some Sequence<Int32>) {
    for token in tokens { advance([0], by: [token]) }
  }
}

/// A language model in use on several workers, each with a predictor of its own.
package struct PredictorPool: Sendable {
  private let predictors: PerWorker<any TokenPredictor>
  private let pool: WorkerPool

  package init(_ pool: WorkerPool, _ makePredictor: () -> any TokenPredictor) {
    self.pool = pool
    predictors = PerWorker(count: pool.count, makePredictor)
  }

  package var count: Int { pool.count }

  /// Returns the predictor of one worker.
  func predictor(of worker: Int) -> any TokenPredictor { predictors[worker] }

  /// Returns the results of `task` for each index below `count`. Each worker takes the next index as
  /// soon as it has finished one.
  package func map<Result: Sendable>(
    below count: Int, _ task: @escaping @Sendable (any TokenPredictor, Int) -> Result
  ) -> [Result] {
    pool.map(below: count) { worker, index in task(predictors[worker], index) }
  }

  /// Runs `task` on one worker. All workers share each of its matrix products.
  package func together<Result: Sendable>(
    _ task: @escaping @Sendable (any TokenPredictor) -> Result
  ) -> Result {
    pool.together({ predictors[0].workspace }) { task(predictors[0]) }
  }
}
