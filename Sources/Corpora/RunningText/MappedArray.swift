// SPDX-License-Identifier: Apache-2.0

import Files

/// Numbers in a nameless file, written sequentially and then mapped. They take memory only for the
/// pages in use.
struct MappedArray<Element: BitwiseCopyable & Sendable>: Sendable {
  private let file: MappedFile
  let count: Int

  /// The number of elements that `forEachChunk` reads at a time.
  private static var chunk: Int { 1 << 16 }

  /// Writes the elements.
  struct Writer {
    private let scratch: ScratchFile

    init(name: String, in directories: [String]) throws(FileError) {
      scratch = try ScratchFile(name: name, in: directories)
    }

    func append(_ elements: [Element]) throws(FileError) {
      try unsafe scratch.append(elements.span.bytes)
    }

    func finished() throws(FileError) -> MappedArray { MappedArray(try scratch.mapped()) }
  }

  private init(_ file: MappedFile) {
    self.file = file
    count = file.count / MemoryLayout<Element>.stride
  }

  /// Calls `body` with the elements in `range`, which are valid only inside it.
  func withElements<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "no such elements")
    return try unsafe file.withBytes { (bytes) throws(Failure) in
      try unsafe body(
        Span(
          _unsafeElements: UnsafeBufferPointer(
            rebasing: bytes.bindMemory(to: Element.self)[range])))
    }
  }

  subscript(index: Int) -> Element { withElements(index..<index + 1) { $0[0] } }

  /// Calls `body` with consecutive parts of the elements in `range`, and releases the memory of
  /// each.
  func forEachChunk(
    of range: Range<Int>, _ body: (Span<Element>) throws -> Void
  ) rethrows {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + Self.chunk, range.upperBound)
      try withElements(start..<end) { elements throws in try body(elements) }
      let size = MemoryLayout<Element>.stride
      file.releasePages(of: start * size..<end * size)
      start = end
    }
  }

  /// Releases the memory that reading the elements in `range` may have taken: the system may map
  /// a large page around each of them.
  func releasePages(around range: Range<Int>) {
    let (size, largestPage) = (MemoryLayout<Element>.stride, 1 << 21)
    file.releasePages(
      of: max(
        range.lowerBound * size - largestPage, 0)..<min(
          range.upperBound * size + largestPage, file.count))
  }

  /// Releases the memory of the pages read so far.
  func releasePages() { file.releasePages() }
}
