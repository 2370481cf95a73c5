// SPDX-License-Identifier: Apache-2.0

/// The bytes between two spaces of a line, with a hash.
struct Chunk {
  let range: Range<Int>
  /// The first eight bytes, padded with zeros if the chunk is shorter.
  let start: UInt64
  private(set) var hash: UInt64

  /// Creates the chunk that begins at `index`; it is empty if a space is there. Reads up to seven
  /// bytes past the space that ends the chunk.
  @inline(__always)
  init(at index: Int, in bytes: RawSpan) {
    var end = index
    var word = Self.word(at: index, in: bytes)
    start = word.own
    hash = Self.mixed(Self.factor, word.own)
    end += word.count
    while word.count == 8 {
      word = Self.word(at: end, in: bytes)
      hash = Self.mixed(hash, word.own)
      end += word.count
    }
    range = index..<end
  }

  /// Returns the bytes up to the first space, at most eight, and their number.
  @inline(__always)
  private static func word(at index: Int, in bytes: RawSpan) -> (own: UInt64, count: Int) {
    let word = unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    let count = bytesBeforeSpace(in: word)
    return (count == 8 ? word : word & ((1 &<< UInt64(8 &* count)) &- 1), count)
  }

  /// Returns the number of bytes before the first space, at most eight (Mycroft's test for a zero
  /// byte).
  private static func bytesBeforeSpace(in word: UInt64) -> Int {
    let difference = word ^ 0x2020_2020_2020_2020
    let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    return zeros.trailingZeroBitCount &>> 3
  }

  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// XORs the two halves of the product, so that each bit of the result depends on all bits of the
  /// word.
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}
