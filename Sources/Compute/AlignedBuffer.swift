// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Floats on a boundary of 64 bytes, freed with their owner.
@safe struct AlignedBuffer: ~Copyable {
  let count: Int
  @unsafe let base: UnsafeMutablePointer<Float>
  /// What the kernel was asked for, where it was asked directly.
  private let mapping: UnsafeMutableRawBufferPointer?

  static let alignment = 64
  static let floatsPerLine = alignment / MemoryLayout<Float>.stride
  private static let hugePageSize = 1 << 21
  /// From this size on memory comes from the kernel, and goes back to it at once when it is freed.
  private static let mappedSize = 4 * hugePageSize

  /// Zeros.
  init(count: Int) {
    self.init(uninitializedCount: count)
    // Mapped memory is zero, and takes no room before it is used.
    if unsafe mapping == nil { unsafe base.initialize(repeating: 0, count: count) }
  }

  /// Floats of undefined content. Huge pages, of 2 MB, mean fewer misses in the translation cache; memory
  /// of which little may be used does better with small ones.
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

  /// The whole mapping, and the first boundary of a huge page in it.
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

  /// At least `byteCount` bytes of `value`.
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

  /// The same memory as elements of another type.
  @unsafe func `as`<Element: BitwiseCopyable>(
    _ type: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: type)
  }

  /// `count` rounded up so that what follows starts on a boundary again.
  static func rounded(_ count: Int) -> Int {
    (count + floatsPerLine - 1) / floatsPerLine * floatsPerLine
  }
}
