// SPDX-License-Identifier: Apache-2.0

/// Some pairs of a corpus: what a thread indexes at a time.
struct PairBlock: Sendable {
  /// Why a line gives no pair.
  enum Fault {
    /// The line is blank, or names the columns.
    case noPair
    case missingColumn, tooLong
  }

  /// The number of the first line, from 1.
  let firstLine: Int
  private(set) var source = LineBlock()
  private(set) var target = LineBlock()
  /// One for each line; both sides of a faulty one are blank.
  private(set) var faults: [Fault?] = []

  init(firstLine: Int) { self.firstLine = firstLine }

  var count: Int { faults.count }
  var isFull: Bool { source.isFull || target.isFull }

  mutating func add(_ source: Span<UInt8>, _ target: Span<UInt8>) {
    self.source.append(source)
    self.target.append(target)
    faults.append(nil)
  }

  mutating func add(fault: Fault) {
    add(Span(), Span())
    faults[faults.count - 1] = fault
  }

  /// Ends the block, for its lines to be read.
  mutating func close() {
    source.close()
    target.close()
  }
}
