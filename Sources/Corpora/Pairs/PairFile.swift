// SPDX-License-Identifier: Apache-2.0

import Files
import Text

/// Writes pairs as token numbers to two nameless files, which `PairFile` then reads.
struct PairFileWriter {
  private let records: ScratchFile
  private let ends: ScratchFile
  /// The number of 32-bit words written; `count` is the number of pairs.
  private var size = 0
  private var count = 0

  init(in directories: [String]) throws(FileError) {
    records = try ScratchFile(name: "token-ids", in: directories)
    ends = try ScratchFile(name: "pair-ends", in: directories)
  }

  mutating func append(_ block: IndexedBlock) throws(FileError) {
    try unsafe records.append(block.records.span.bytes)
    let base = size
    let ends = block.ends.map { UInt64(base + $0) }
    try unsafe self.ends.append(ends.span.bytes)
    size += block.records.count
    count += block.ends.count
  }

  func finished() throws(FileError) -> PairFile {
    PairFile(records: try records.mapped(), ends: try ends.mapped(), count: count)
  }
}

/// Pairs as token numbers in mapped files, which take memory only for the pages in use.
struct PairFile: Sendable {
  /// For each pair, 32 bits each: the number of source tokens, the source tokens and the target
  /// tokens.
  private let records: MappedFile
  /// The end of each pair's record in 32-bit words, 64 bits each.
  private let ends: MappedFile
  let count: Int

  fileprivate init(records: MappedFile, ends: MappedFile, count: Int) {
    self.records = records
    self.ends = ends
    self.count = count
    for file in [records, ends] { file.expectRandomAccess() }
  }

  /// Calls `body` with the source tokens and the target tokens of a pair, which are valid only
  /// inside it.
  func withPair<Result>(_ index: Int, _ body: (Span<Int32>, Span<Int32>) -> Result) -> Result {
    precondition((0..<count).contains(index), "no such pair")
    return unsafe ends.withBytes { ends in
      let ends = unsafe ends.bindMemory(to: UInt64.self)
      let start = index == 0 ? 0 : Int(unsafe ends[index - 1])
      let end = Int(unsafe ends[index])
      return unsafe records.withBytes { records in
        let record = unsafe Span(
          _unsafeElements: UnsafeBufferPointer(
            rebasing: records.bindMemory(to: Int32.self)[start..<end]))
        let middle = 1 + Int(record[0])
        return body(record.extracting(1..<middle), record.extracting(middle..<record.count))
      }
    }
  }

  /// Releases the memory of the pairs read so far.
  func releasePages() {
    for file in [records, ends] { file.releasePages() }
  }
}
