// SPDX-License-Identifier: Apache-2.0

import Threads

/// Makes blocks, works on them on several threads and takes in what comes of them, in their order:
/// what is taken does not depend on the count of threads, and each holds one block at a time.
// Sendable: `make`, `take` and what they change are reached with a lock held; worker i has
// `workers[i]` for itself.
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
  ///   - make: Gives the next block; nil when there is none.
  ///   - workers: What each thread does with a block.
  ///   - take: Takes what came of a block, in the order of the blocks.
  init(
    make: @escaping () throws -> Block?, workers: [(Block) -> Product],
    take: @escaping (Product) throws -> Void
  ) {
    precondition(!workers.isEmpty)
    self.make = make
    self.workers = workers
    self.take = take
  }

  /// Runs on the calling thread and one more for each further worker.
  ///
  /// - Throws: What `make` or `take` threw for the earliest block.
  func run() throws {
    // Where the system has no thread left the others do its work.
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

  /// The next block and its number, or what hinders making it; nil at the end.
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
