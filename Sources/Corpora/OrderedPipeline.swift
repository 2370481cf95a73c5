// SPDX-License-Identifier: Apache-2.0

import Text
import Threads

/// Makes blocks, processes them on several threads and takes the products in the order of the
/// blocks. The result does not depend on the number of threads, and each thread holds one block at
/// a time.
// Sendable: `make`, `take` and the state that they change are used with a lock held, and only
// worker i uses `workers[i]`.
final class OrderedPipeline<Block, Product>: @unchecked Sendable {
  private let make: () throws -> Block?
  private let workers: [(Block) -> Product]
  private let take: (Product) throws -> Void

  private let making = Monitor()
  private var madeCount = 0
  private var isAtEnd = false

  private let taking = Monitor()
  private var takenCount = 0
  private var failure: (any Error)?

  /// - Parameters:
  ///   - make: Returns the next block; nil at the end.
  ///   - workers: The function of each thread that turns a block into a product.
  ///   - take: Takes the product of a block, in the order of the blocks.
  init(
    make: @escaping () throws -> Block?, workers: [(Block) -> Product],
    take: @escaping (Product) throws -> Void
  ) {
    precondition(!workers.isEmpty)
    self.make = make
    self.workers = workers
    self.take = take
  }

  /// Runs the pipeline on the calling thread and one more thread for each further worker.
  ///
  /// - Throws: The error of `make` or `take` for the earliest block.
  func run() throws {
    // If the system cannot start a thread, the others do its work.
    let helpers = (1..<workers.count).compactMap { worker in Thread { self.work(as: worker) } }
    work(as: 0)
    for helper in helpers { helper.join() }
    if let failure { throw failure }
  }

  private func work(as worker: Int) {
    while let (number, made) = nextBlock() {
      let product = made.map(workers[worker])
      takeInTurn(number, product)
    }
  }

  /// Returns the next block and its number, or the error from making it; nil at the end.
  private func nextBlock() -> (Int, Result<Block, any Error>)? {
    making.withLock {
      guard !isAtEnd else { return nil }
      defer { madeCount += 1 }
      do {
        guard let block = try make() else {
          isAtEnd = true
          return nil
        }
        return (madeCount, .success(block))
      } catch {
        isAtEnd = true
        return (madeCount, .failure(error))
      }
    }
  }

  private func takeInTurn(_ number: Int, _ product: Result<Product, any Error>) {
    let hasFailed = taking.withLock {
      while takenCount < number { taking.wait() }
      if failure == nil {
        do { try take(product.get()) } catch { failure = error }
      }
      takenCount += 1
      taking.wakeAll()
      return failure != nil
    }
    if hasFailed { making.withLock { isAtEnd = true } }
  }
}
