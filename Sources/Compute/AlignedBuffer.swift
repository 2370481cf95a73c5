// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Floats on a boundary of 64 bytes, zero at first, freed with their owner.
@safe struct AlignedBuffer: ~Copyable {
  let count: Int
  @unsafe let base: UnsafeMutablePointer<Float>

  static let alignment = 64
  static let floatsPerLine = alignment / MemoryLayout<Float>.stride
  /// From this size on, pages of 2 MB are asked for: fewer misses in the translation cache.
  private static let hugePageSize = 1 << 21

  init(count: Int) {
    self.init(uninitializedCount: count)
    unsafe base.initialize(repeating: 0, count: count)
  }

  /// Floats of undefined content.
  init(uninitializedCount count: Int) {
    precondition(count >= 0)
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let isLarge = bytes >= 4 * Self.hugePageSize
    var pointer: UnsafeMutableRawPointer?
    let status = unsafe posix_memalign(
      &pointer, isLarge ? Self.hugePageSize : Self.alignment, bytes)
    guard status == 0, let pointer = unsafe pointer else {
      fatalError("out of memory: \(bytes) bytes")
    }
    if isLarge { unsafe madvise(pointer, bytes, MADV_HUGEPAGE) }
    unsafe base = pointer.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// At least `byteCount` bytes of `value`.
  init(bytes byteCount: Int, filledWith value: UInt8) {
    self.init(count: (byteCount + 3) / 4)
    unsafe memset(base, Int32(value), count * MemoryLayout<Float>.stride)
  }

  deinit { unsafe free(base) }

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
