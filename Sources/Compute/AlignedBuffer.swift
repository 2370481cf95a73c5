// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Floats aligned to 64 bytes, freed with their owner.
@safe struct AlignedBuffer: ~Copyable {
  let count: Int
  @unsafe let base: UnsafeMutablePointer<Float>
  /// The mapping, if the memory was mapped directly from the kernel.
  private let mapping: UnsafeMutableRawBufferPointer?

  static let alignment = 64
  static let floatsPerLine = alignment / MemoryLayout<Float>.stride
  private static let hugePageSize = 1 << 21
  /// The size in bytes from which on memory is mapped directly from the kernel. Such memory returns
  /// to the system as soon as it is freed.
  private static let mappedSize = 2 * hugePageSize

  /// Allocates `count` zeros.
  init(count: Int) {
    self.init(uninitializedCount: count)
    // Mapped memory is zero, and takes no physical memory before it is used.
    if unsafe mapping == nil { unsafe base.initialize(repeating: 0, count: count) }
  }

  /// Allocates floats with undefined contents. Huge pages of 2 MB reduce misses in the translation
  /// cache; small pages are better for memory that may be mostly unused.
  init(uninitializedCount count: Int, hugePages: Bool = true) {
    precondition(count >= 0)
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let start: UnsafeMutableRawPointer
    if bytes >= Self.mappedSize {
      unsafe (mapping, start) = Self.map(bytes, hugePages)
    } else {
      unsafe (mapping, start) = (nil, Self.allocate(bytes))
    }
    unsafe base = start.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// Returns the whole mapping, and the first huge-page boundary in it.
  @unsafe private static func map(
    _ bytes: Int, _ hugePages: Bool
  ) -> (UnsafeMutableRawBufferPointer, UnsafeMutableRawPointer) {
    let length = bytes + hugePageSize
    guard
      let address = unsafe mmap(
        nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
      unsafe address != MAP_FAILED
    else { OutOfMemory.end(bytes) }
    let start = unsafe address.alignedUp(toMultipleOf: hugePageSize)
    unsafe madvise(start, bytes, hugePages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
    return unsafe (UnsafeMutableRawBufferPointer(start: address, count: length), start)
  }

  @unsafe private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    var pointer: UnsafeMutableRawPointer?
    let status = unsafe posix_memalign(&pointer, alignment, bytes)
    guard status == 0, let pointer = unsafe pointer else { OutOfMemory.end(bytes) }
    return unsafe pointer
  }

  /// Allocates at least `byteCount` bytes of `value`.
  init(bytes byteCount: Int, filledWith value: UInt8) {
    self.init(count: (byteCount + 3) / 4)
    unsafe memset(base, Int32(value), count * MemoryLayout<Float>.stride)
  }

  deinit {
    if let mapping = unsafe mapping {
      unsafe munmap(mapping.baseAddress, mapping.count)
    } else {
      unsafe free(base)
    }
  }

  /// Returns the same memory, bound to another type.
  @unsafe func `as`<Element: BitwiseCopyable>(
    _ type: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: type)
  }

  /// Rounds `count` up to a whole number of alignment units.
  static func rounded(_ count: Int) -> Int {
    (count + floatsPerLine - 1) / floatsPerLine * floatsPerLine
  }
}
