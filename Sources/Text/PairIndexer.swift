// SPDX-License-Identifier: Apache-2.0

/// Pairs as numbers of tokens, and what was left out on the way.
struct IndexedBlock: Sendable {
  /// The pairs that are used, end to end: the count of source tokens, these, the target tokens.
  fileprivate(set) var records: [Int32] = []
  /// Where each pair ends in `records`.
  fileprivate(set) var ends: [Int] = []
  /// The lines that were left out, in order.
  fileprivate(set) var problems: [(line: Int, problem: PairProblem)] = []
}

/// Why a pair is left out. `side` is 0 for the source, 1 for the target.
enum PairProblem: Sendable {
  case invalidUTF8(side: Int), noTab, blank(side: Int), bothBlank, tooLong
}

/// Indexes pairs on one thread.
final class PairIndexer {
  private var source: SentenceIndexer
  private var target: SentenceIndexer
  private let maximumLength: Int

  init(source: SentenceIndexer, target: SentenceIndexer, maximumLength: Int) {
    self.source = source
    self.target = target
    self.maximumLength = maximumLength
  }

  func index(_ block: PairBlock) -> IndexedBlock {
    var indexed = IndexedBlock()
    indexed.records.reserveCapacity((block.source.bytes.count + block.target.bytes.count) / 4)
    indexed.ends.reserveCapacity(block.count)
    for pair in 0..<block.count {
      let start = indexed.records.count
      if let problem = index(pair, of: block, into: &indexed.records) {
        indexed.records.removeLast(indexed.records.count - start)
        indexed.problems.append((block.firstLine + pair, problem))
      } else {
        indexed.ends.append(indexed.records.count)
      }
    }
    return indexed
  }

  /// Appends the record of a pair, or a part of it where there is a problem.
  private func index(
    _ pair: Int, of block: PairBlock, into records: inout [Int32]
  ) -> PairProblem? {
    switch block.faults[pair] {
    case .noTab: return .noTab
    case .tooLong: return .tooLong
    case nil: break
    }
    let start = records.count
    records.append(0)
    let isSourceValid = source.index(
      block.source.range(pair), of: block.source.bytes.span, into: &records)
    guard isSourceValid else { return .invalidUTF8(side: 0) }
    let sourceCount = records.count - start - 1
    let isTargetValid = target.index(
      block.target.range(pair), of: block.target.bytes.span, into: &records)
    guard isTargetValid else { return .invalidUTF8(side: 1) }
    let targetCount = records.count - start - 1 - sourceCount
    records[start] = Int32(sourceCount)
    switch (sourceCount, targetCount) {
    case (0, 0): return .bothBlank
    case (0, _): return .blank(side: 0)
    case (_, 0): return .blank(side: 1)
    default: return max(sourceCount, targetCount) > maximumLength ? .tooLong : nil
    }
  }
}
