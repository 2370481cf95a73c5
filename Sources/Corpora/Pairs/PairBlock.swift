// SPDX-License-Identifier: Apache-2.0

import Text

/// A block of pairs, which one thread indexes at a time.
struct PairBlock: Sendable {
  /// The reason that a line does not give a pair.
  enum Fault {
    /// The line is blank or a header.
    case noPair
    case missingColumn, tooLong
  }

  /// The number of the first line, from 1.
  let firstLine: Int
  private(set) var source = LineBlock()
  private(set) var target = LineBlock()
  /// The fault of each line, or nil; both sides of a faulty line are blank.
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

  /// Ends the block, so that its lines can be read.
  mutating func close() {
    source.close()
    target.close()
  }
}
