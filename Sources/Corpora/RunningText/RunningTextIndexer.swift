// SPDX-License-Identifier: Apache-2.0

import Text

/// The number that stands for the end of a text or a line in an indexed text. The units have the
/// numbers from 1.
let endNumber: Int32 = 0

/// A block of running text as unit numbers.
struct IndexedRunningBlock: Sendable {
  let file: Int
  let endsFile: Bool
  fileprivate(set) var numbers: [Int32] = []
  /// The lines that are not text, in order, and their bytes.
  fileprivate(set) var faults: [(line: Int, fault: LineFault, bytes: [UInt8])] = []
  /// The number of empty lines that were left out.
  fileprivate(set) var emptyLines = 0
  /// The number of extended grapheme clusters, without the ends of lines that are texts of their own.
  fileprivate(set) var characters = 0
}

/// Indexes blocks of running text on one thread.
final class RunningTextIndexer {
  private let indexer: UnitIndexer
  private let layout: TextLayout

  init(_ indexer: UnitIndexer, _ layout: TextLayout) {
    self.indexer = indexer
    self.layout = layout
  }

  func index(_ block: RunningTextBlock) -> IndexedRunningBlock {
    var indexed = IndexedRunningBlock(file: block.file, endsFile: block.endsFile)
    indexed.numbers.reserveCapacity(block.bytes.count)
    let bytes = repaired(block, &indexed.faults) ?? block.bytes
    switch layout {
    case .continuous: append(bytes.span, isContinued: block.continuesRun, to: &indexed)
    case .lines: append(linesOf: bytes.span, block, to: &indexed)
    }
    return indexed
  }

  /// Appends the numbers of the units of valid UTF-8.
  private func append(
    _ bytes: Span<UInt8>, isContinued: Bool, to indexed: inout IndexedRunningBlock
  ) {
    guard let text = try? UTF8Span(validating: bytes) else {
      preconditionFailure("text that is not repaired")
    }
    let first = indexed.numbers.count
    indexer.append(text, isContinued: isContinued, to: &indexed.numbers)
    for place in first..<indexed.numbers.count { indexed.numbers[place] += 1 }
    indexed.characters += clusterCount(of: text)
  }

  /// Appends the lines, each without its line end but with the end number. Of the last line, the
  /// end may follow in the next block.
  private func append(
    linesOf bytes: Span<UInt8>, _ block: RunningTextBlock, to indexed: inout IndexedRunningBlock
  ) {
    forEachLine(of: bytes) { line, isWhole in
      let isFirst = line.lowerBound == 0
      var text = line
      if isWhole, text.last.map({ bytes[$0] }) == 0x0D { text.removeLast() }
      if text.isEmpty && !(isFirst && block.continuesLine) {
        indexed.emptyLines += 1
        return
      }
      append(bytes.extracting(text), isContinued: isFirst && block.continuesRun, to: &indexed)
      if isWhole { indexed.numbers.append(endNumber) }
    }
  }

  /// Finds the lines that are not text. Returns the text with U+FFFD in place of invalid bytes; nil
  /// if it is valid UTF-8.
  private func repaired(
    _ block: RunningTextBlock, _ faults: inout [(line: Int, fault: LineFault, bytes: [UInt8])]
  ) -> [UInt8]? {
    let bytes = block.bytes.span
    let isValid = (try? UTF8Span(validating: bytes)) != nil
    if isValid && !block.bytes.contains(0) { return nil }
    var repaired: [UInt8] = []
    var number = block.firstLine
    forEachLine(of: bytes) { range, isWhole in
      let line = Array(block.bytes[range])
      let isValid = (try? UTF8Span(validating: line.span)) != nil
      if !isValid {
        faults.append((number, .invalidUTF8, line))
      } else if line.contains(0) {
        faults.append((number, .nul, []))
      }
      repaired += isValid ? line : Array(String(decoding: line, as: UTF8.self).utf8)
      if isWhole { repaired.append(0x0A) }
      number += 1
    }
    return isValid ? nil : repaired
  }
}

/// Calls `body` with the range of each line, without its line feed, and whether it ends in one.
private func forEachLine(of bytes: Span<UInt8>, _ body: (Range<Int>, _ isWhole: Bool) -> Void) {
  var start = 0
  for index in bytes.indices where bytes[index] == 0x0A {
    body(start..<index, true)
    start = index + 1
  }
  if start < bytes.count { body(start..<bytes.count, false) }
}
