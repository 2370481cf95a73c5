// SPDX-License-Identifier: Apache-2.0

import Compute

/// The batches of one epoch: the corpus is shuffled, unless it is to keep its order, then cut into
/// batches.
///
/// Batches of examples of similar length would be slightly faster, but models trained on them are
/// noticeably worse. The plan depends only on the seed and the epoch.
package struct BatchPlan: Sendable, Equatable {
  /// The numbers of all examples in the order of training. 32 bits are enough for every corpus.
  private let order: [UInt32]
  /// The end of each batch in `order`.
  private let ends: [UInt32]

  /// Cuts the corpus into batches of `batchSize` examples.
  package init(
    examples: Int, batchSize: Int, seed: UInt64, epoch: Int, isShuffled: Bool = true
  ) {
    order = Self.order(examples, seed, epoch, isShuffled)
    ends =
      stride(from: batchSize, to: examples, by: batchSize).map { UInt32($0) } + [UInt32(examples)]
  }

  /// Cuts examples into batches of `batchSize` in the order of their numbers.
  package init(inOrder examples: Int, batchSize: Int) {
    order = Array(0..<UInt32(examples))
    ends = stride(from: batchSize, through: examples, by: batchSize).map { UInt32($0) }
  }

  /// Cuts the corpus into batches of at most `batchTokens` tokens; `tokens` returns the number of
  /// tokens of an example. An example with more tokens than that is a batch of its own.
  package init(
    examples: Int, batchTokens: Int, seed: UInt64, epoch: Int, isShuffled: Bool = true,
    tokens: (Int) -> Int
  ) {
    let order = Self.order(examples, seed, epoch, isShuffled)
    var ends: [UInt32] = []
    var sum = 0
    for (place, example) in order.enumerated() {
      let count = tokens(Int(example))
      if sum > 0 && sum + count > batchTokens {
        ends.append(UInt32(place))
        sum = 0
      }
      sum += count
    }
    self.order = order
    self.ends = ends + [UInt32(examples)]
  }

  private static func order(
    _ examples: Int, _ seed: UInt64, _ epoch: Int, _ isShuffled: Bool
  ) -> [UInt32] {
    guard isShuffled else { return Array(0..<UInt32(examples)) }
    var random = Philox(seed: seed, purpose: RandomPurpose.shuffling, step: UInt64(epoch)).sequence
    return (0..<UInt32(examples)).shuffled(using: &random)
  }

  /// The number of batches.
  package var count: Int { ends.count }

  /// The numbers of the examples in a batch.
  package subscript(batch: Int) -> ArraySlice<UInt32> {
    order[examples(before: batch)..<Int(ends[batch])]
  }

  /// Returns the numbers of the examples in each batch of `range`.
  package func batches(_ range: Range<Int>) -> [ArraySlice<UInt32>] { range.map { self[$0] } }

  /// Returns the number of examples in the batches before `batch`.
  package func examples(before batch: Int) -> Int { batch == 0 ? 0 : Int(ends[batch - 1]) }

  /// Returns the number of whole batches in the first `examples` examples.
  package func batches(within examples: Int) -> Int { ends.count { $0 <= examples } }
}
