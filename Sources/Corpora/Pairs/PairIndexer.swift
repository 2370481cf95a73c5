// SPDX-License-Identifier: Apache-2.0

import Text

/// The pairs of a block as token numbers, and the skipped lines.
struct IndexedBlock: Sendable {
  /// The pairs used, end to end: the number of source tokens, the source tokens, the target tokens.
  fileprivate(set) var records: [Int32] = []
  /// The end of each pair in `records`.
  fileprivate(set) var ends: [Int] = []
  /// The skipped lines, in order.
  fileprivate(set) var problems: [(line: Int, problem: PairProblem)] = []
  /// The lines of each side that are not valid UTF-8.
  fileprivate(set) var invalid = (source: InvalidLines(), target: InvalidLines())
  /// Counts over the pairs with text on both sides.
  fileprivate(set) var facts = LayoutFacts()
  /// The lines with invisible characters, and those with entities, on either side, in order.
  fileprivate(set) var withInvisible: [Int] = []
  fileprivate(set) var withEntities: [Int] = []
  fileprivate(set) var targetTypography = TypographyCounts()

  fileprivate mutating func append(source: ArraySlice<Int32>, target: ArraySlice<Int32>) {
    records.append(Int32(source.count))
    records.append(contentsOf: source)
    records.append(contentsOf: target)
    ends.append(records.count)
  }
}

/// The reason that a pair is skipped. `side` is 0 for the source, 1 for the target.
enum PairProblem: Sendable {
  case invalidUTF8(side: Int), nul(side: Int), missingColumn, blank(side: Int), bothBlank, tooLong
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
    // Index one side after the other: this keeps the cache of its indexer in the CPU cache.
    let sources = source.index(block.source)
    let targets = target.index(block.target)
    var indexed = IndexedBlock()
    indexed.invalid.source.add(
      sources.faults, of: block.source, firstLine: block.firstLine)
    indexed.invalid.target.add(
      targets.faults, of: block.target, firstLine: block.firstLine)
    indexed.records.reserveCapacity(sources.numbers.count + targets.numbers.count + block.count)
    indexed.ends.reserveCapacity(block.count)
    for pair in 0..<block.count where block.faults[pair] != .noPair {
      let (source, target) = (sources.range(pair), targets.range(pair))
      let problem =
        block.faults[pair].map(problem)
        ?? sources.faults[pair].map { self.problem($0, side: 0) }
        ?? targets.faults[pair].map { self.problem($0, side: 1) }
        ?? problem(source.count, target.count)
      if !source.isEmpty && !target.isEmpty {
        indexed.facts.add(
          block.source.bytes.span.extracting(block.source.range(pair)),
          block.target.bytes.span.extracting(block.target.range(pair)),
          tokens: (source.count, target.count))
      }
      if let problem {
        indexed.problems.append((block.firstLine + pair, problem))
      } else {
        indexed.append(source: sources.numbers[source], target: targets.numbers[target])
      }
    }
    func lines(_ sources: [Int], _ targets: [Int]) -> [Int] {
      Set(sources + targets).sorted().map { block.firstLine + $0 }
    }
    indexed.withInvisible = lines(sources.withInvisible, targets.withInvisible)
    indexed.withEntities = lines(sources.withEntities, targets.withEntities)
    indexed.targetTypography = targets.typography
    return indexed
  }

  private func problem(_ fault: PairBlock.Fault) -> PairProblem {
    switch fault {
    case .noPair: preconditionFailure("what is no pair is not looked at")
    case .missingColumn: .missingColumn
    case .tooLong: .tooLong
    }
  }

  private func problem(_ fault: LineFault, side: Int) -> PairProblem {
    switch fault {
    case .invalidUTF8: .invalidUTF8(side: side)
    case .nul: .nul(side: side)
    }
  }

  /// Returns the problem of a pair with these numbers of tokens; nil if there is none.
  private func problem(_ sourceCount: Int, _ targetCount: Int) -> PairProblem? {
    switch (sourceCount, targetCount) {
    case (0, 0): .bothBlank
    case (0, _): .blank(side: 0)
    case (_, 0): .blank(side: 1)
    default: max(sourceCount, targetCount) > maximumLength ? .tooLong : nil
    }
  }
}
